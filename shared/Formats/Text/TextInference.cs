using System.Buffers.Text;
using DataAggregator.Core.Records;

namespace DataAggregator.Formats.Text;

/// <summary>
/// The type of a value whose format knows nothing but text (CSV, XML). Numbers with leading zeros or a plus are text, for they are
/// codes; so are dates, unless they are asked for.
/// </summary>
internal static class TextInference
{
    /// <summary>The type of a text that is not empty.</summary>
    public static DataType TypeOf(ReadOnlySpan<byte> text, bool inferDates)
    {
        if (Utf8Parser.TryParse(text, out bool _, out var used) && used == text.Length)
            return DataType.Bool;
        return NumberText.ShapeOf(text) switch
        {
            NumberShape.Integer when Utf8Parser.TryParse(text, out long _, out used) && used == text.Length => DataType.Int64,
            NumberShape.Integer or NumberShape.Decimal when Decimal38.TryParse(text, out _) => DataType.Decimal,
            NumberShape.None when inferDates && TemporalText.TypeOf(text) is { } temporal => temporal,
            _ => DataType.String,
        };
    }
}
