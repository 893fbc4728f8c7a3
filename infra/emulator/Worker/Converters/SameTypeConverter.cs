using Microsoft.Azure.Functions.Worker.Converters;

namespace DataAggregator.Emulator.Worker.Converters;

/// <summary>Takes a value that already has the parameter's type.</summary>
internal sealed class SameTypeConverter : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => new(context.TargetType.IsInstanceOfType(context.Source)
        ? ConversionResult.Success(context.Source)
        : ConversionResult.Unhandled());
}
