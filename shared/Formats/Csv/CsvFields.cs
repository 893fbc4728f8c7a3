using System.Buffers;

namespace DataAggregator.Formats.Csv;

/// <summary>Splits one record into texts: for headers, and for showing a record that was rejected. Not for the hot path.</summary>
internal static class CsvFields
{
    /// <summary>The field's bytes without quotes and escapes, written to <paramref name="output"/>.</summary>
    public static void Unquote(ReadOnlySpan<byte> field, CsvDialect dialect, IBufferWriter<byte> output)
    {
        if (field.Length < 2 || field[0] != dialect.Quote)
        {
            output.Write(field);
            return;
        }

        var quote = dialect.Quote.Value;
        var escape = dialect.Escape ?? quote;
        var rest = field[1..^1];
        while (true)
        {
            var found = rest.IndexOf(escape);
            if (found < 0 || found + 1 >= rest.Length)
                break;
            // The escape goes, what it escapes stays; before anything else it is an ordinary character.
            var isEscape = rest[found + 1] == quote || rest[found + 1] == escape;
            output.Write(rest[..(isEscape ? found : found + 1)]);
            if (isEscape)
                output.Write(rest.Slice(found + 1, 1));
            rest = rest[(isEscape ? found + 2 : found + 1)..];
        }

        output.Write(rest);
    }

    /// <summary>The texts of the record that <paramref name="text"/> begins with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="end">Where the record ends: its line end, or the end of the text.</param>
    /// <param name="unclosed">Where a quoted field begins that is not closed in the text; -1 for none.</param>
    public static List<string> OfRecord(ReadOnlySpan<byte> text, CsvDialect dialect, out int end, out int unclosed)
    {
        var fields = new List<string>();
        var buffer = new ArrayBufferWriter<byte>(64);
        var start = 0;
        unclosed = -1;
        while (true)
        {
            end = EndOfField(text, start, dialect, out var isClosed);
            if (!isClosed)
                unclosed = start;
            buffer.ResetWrittenCount();
            Unquote(text[start..end], dialect, buffer);
            fields.Add(System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan));
            if (end == text.Length || text[end] != dialect.Delimiter)
                return fields;
            start = end + 1;
        }
    }

    private static int EndOfField(ReadOnlySpan<byte> text, int start, CsvDialect dialect, out bool isClosed)
    {
        var at = start;
        isClosed = true;
        if (at < text.Length && text[at] == dialect.Quote)
        {
            for (at++; at < text.Length; at++)
            {
                if (text[at] == dialect.Escape && at + 1 < text.Length && (text[at + 1] == dialect.Quote || dialect.Escape != dialect.Quote))
                    at++;
                else if (text[at] == dialect.Quote)
                    break;
            }

            isClosed = at < text.Length;
            at = Math.Min(at + 1, text.Length);
        }

        while (at < text.Length && text[at] != dialect.Delimiter && text[at] is not ((byte)'\n' or (byte)'\r'))
            at++;
        return at;
    }
}
