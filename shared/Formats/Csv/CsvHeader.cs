using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv;

/// <summary>The names of a CSV text's columns, and where its records begin.</summary>
/// <param name="Names">One name a column: unique, none empty. A missing name is <c>column_3</c>, a repeated one <c>price_2</c>.</param>
/// <param name="DataStart">The position of the first record in the text.</param>
/// <param name="DataLine">The line of the first record, from 1.</param>
public sealed record CsvHeader(IReadOnlyList<string> Names, long DataStart, long DataLine)
{
    /// <summary>Reads the header that the text begins with; the text holds at least the first record, unless it is empty.</summary>
    /// <param name="text">The beginning of the text, behind its byte order mark.</param>
    /// <param name="dialect">The dialect.</param>
    public static CsvHeader Read(ReadOnlySpan<byte> text, CsvDialect dialect)
    {
        var start = text.IndexOfAnyExcept((byte)'\n', (byte)'\r');
        if (start < 0)
            return new CsvHeader([], text.Length, 1);
        var fields = CsvFields.OfRecord(text[start..], dialect);
        if (!dialect.Header)
            return new CsvHeader([.. Enumerable.Range(1, fields.Count).Select(FieldNames.Unnamed)], 0, 1);
        var end = EndOfRecord(text, start, dialect);
        return new CsvHeader(FieldNames.Unique(fields), end, 1 + CsvLines.Count(text[..end]));
    }

    /// <summary>Whether the text, the beginning of a longer one, holds its first record whole.</summary>
    internal static bool IsComplete(ReadOnlySpan<byte> text, CsvDialect dialect)
    {
        var start = text.IndexOfAnyExcept((byte)'\n', (byte)'\r');
        return start >= 0 && EndOfRecord(text, start, dialect) < text.Length;
    }

    private static int EndOfRecord(ReadOnlySpan<byte> text, int start, CsvDialect dialect)
    {
        var at = start;
        var quoted = false;
        for (; at < text.Length; at++)
        {
            var value = text[at];
            if (quoted && value == dialect.Escape && value != dialect.Quote)
                at++;
            else if (value == dialect.Quote)
                quoted = !quoted;
            else if (!quoted && value is (byte)'\n' or (byte)'\r' && !quoted)
                break;
        }

        if (at < text.Length && text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
            at++;
        return Math.Min(at + 1, text.Length);
    }
}
