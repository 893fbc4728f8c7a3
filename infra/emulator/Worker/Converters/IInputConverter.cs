namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Turns what a trigger brought into what a parameter wants.</summary>
public interface IInputConverter
{
    /// <summary>Converts one value.</summary>
    /// <param name="context">The value and the wanted type.</param>
    /// <returns>The converted value, a failure, or that another converter has to look.</returns>
    ValueTask<ConversionResult> ConvertAsync(ConverterContext context);
}
