using System.Buffers;
using DataAggregator.Core.Records;

namespace DataAggregator.Formats.Text;

/// <summary>Tells whether a text is a date or time in the one spelling that is inferred: ISO 8601, as this product writes it.</summary>
internal static class TemporalText
{
    private static readonly SearchValues<byte> AfterSeconds = SearchValues.Create(".0123456789+-:Z"u8);

    /// <summary>The temporal type that the text spells a value of, or null: <c>2025-01-15</c>, <c>10:30:00</c>, <c>2025-01-15T10:30:00Z</c>, or the last without zone, also with a space in the place of the T.</summary>
    public static DataType? TypeOf(ReadOnlySpan<byte> text)
    {
        var type = ShapeOf(text);
        return type is not null && Iso8601.TryParse(type.Value, text, out _) ? type : null;
    }

    /// <summary>Whether the text is a value of an inferred column of that type; a date alone is one of a local timestamp, too.</summary>
    public static bool Fits(ReadOnlySpan<byte> text, DataType type) =>
        TypeOf(text) is { } own && (own == type || (own == DataType.Date && type == DataType.LocalTimestamp));

    private static DataType? ShapeOf(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 8 or > 40)
            return null;
        if (IsClock(text))
            return text[8..].IndexOfAny((byte)'+', (byte)'-', (byte)'Z') < 0 ? DataType.Time : null;
        if (text.Length < 10 || !AreDigits(text[..4]) || text[4] != '-' || !AreDigits(text[5..7]) || text[7] != '-' || !AreDigits(text[8..10]))
            return null;
        if (text.Length == 10)
            return DataType.Date;
        if (text.Length < 19 || text[10] is not ((byte)'T' or (byte)' ') || !IsClock(text[11..]))
            return null;
        return text[^1] == 'Z' || text[19..].IndexOfAny((byte)'+', (byte)'-') >= 0 ? DataType.Timestamp : DataType.LocalTimestamp;
    }

    /// <summary>Whether the text begins with <c>hh:mm:ss</c> and goes on, if it does, with digits and what belongs to a fraction or an offset.</summary>
    private static bool IsClock(ReadOnlySpan<byte> text) =>
        text.Length >= 8 && AreDigits(text[..2]) && text[2] == ':' && AreDigits(text[3..5]) && text[5] == ':' && AreDigits(text[6..8])
        && !text[8..].ContainsAnyExcept(AfterSeconds);

    private static bool AreDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
