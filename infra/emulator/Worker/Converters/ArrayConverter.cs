using Microsoft.Azure.Functions.Worker.Converters;

namespace DataAggregator.Emulator.Worker.Converters;

/// <summary>Makes an array of a sequence.</summary>
internal sealed class ArrayConverter : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => new((context.Source, context.TargetType) switch
    {
        (IEnumerable<string> texts, var type) when type == typeof(string[]) => ConversionResult.Success(texts.ToArray()),
        (IEnumerable<ReadOnlyMemory<byte>> items, var type) when type == typeof(byte[][]) => ConversionResult.Success(items.Select(item => item.ToArray()).ToArray()),
        (IEnumerable<ReadOnlyMemory<byte>> items, var type) when type == typeof(ReadOnlyMemory<byte>[]) => ConversionResult.Success(items.ToArray()),
        _ => ConversionResult.Unhandled(),
    });
}
