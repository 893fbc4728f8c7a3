namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Says whether the worker's own converters may try after those of a binding attribute.</summary>
/// <param name="fallbackBehavior">Whether they may.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ConverterFallbackBehaviorAttribute(ConverterFallbackBehavior fallbackBehavior) : Attribute
{
    /// <summary>Whether they may.</summary>
    public ConverterFallbackBehavior Behavior { get; } = fallbackBehavior;
}
