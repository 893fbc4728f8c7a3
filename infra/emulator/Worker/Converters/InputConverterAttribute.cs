namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Names the converter of a parameter, or of all parameters of a type.</summary>
/// <param name="converterType">An <see cref="IInputConverter"/>.</param>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Parameter,
    AllowMultiple = true)]
public class InputConverterAttribute(Type converterType) : Attribute
{
    /// <summary>The converter.</summary>
    public Type ConverterType { get; } = converterType ?? throw new ArgumentNullException(nameof(converterType));
}
