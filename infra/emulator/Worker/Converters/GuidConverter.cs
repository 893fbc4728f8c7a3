using Microsoft.Azure.Functions.Worker.Converters;

namespace DataAggregator.Emulator.Worker.Converters;

/// <summary>Reads a GUID from text.</summary>
internal sealed class GuidConverter : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
        => new((context.TargetType == typeof(Guid) || context.TargetType == typeof(Guid?)) && context.Source is string text && Guid.TryParse(text, out var guid)
            ? ConversionResult.Success(guid)
            : ConversionResult.Unhandled());
}
