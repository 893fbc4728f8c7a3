using System.Text;
using Microsoft.Azure.Functions.Worker.Converters;

namespace DataAggregator.Emulator.Worker.Converters;

/// <summary>Gives bytes as bytes or UTF-8 text, and text as bytes.</summary>
internal sealed class BytesConverter : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => new((context.Source, context.TargetType) switch
    {
        (ReadOnlyMemory<byte> bytes, var type) when type == typeof(string) => ConversionResult.Success(Encoding.UTF8.GetString(bytes.Span)),
        (ReadOnlyMemory<byte> bytes, var type) when type == typeof(byte[]) => ConversionResult.Success(bytes.ToArray()),
        (string text, var type) when type == typeof(byte[]) => ConversionResult.Success(Encoding.UTF8.GetBytes(text)),
        (string text, var type) when type == typeof(ReadOnlyMemory<byte>) => ConversionResult.Success(new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text))),
        _ => ConversionResult.Unhandled(),
    });
}
