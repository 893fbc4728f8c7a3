namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Names a type that a binding attribute's converter can make.</summary>
/// <param name="targetType">The type.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class SupportedTargetTypeAttribute(Type targetType) : Attribute
{
    /// <summary>The type.</summary>
    public Type TargetType { get; } = targetType ?? throw new ArgumentNullException(nameof(targetType));
}
