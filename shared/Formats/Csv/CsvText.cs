using System.Buffers;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv;

/// <summary>Writes texts as CSV fields, quoted where they have to be.</summary>
internal sealed class CsvText
{
    private readonly SearchValues<byte> special;
    private readonly byte quote;
    private readonly byte escape;
    private readonly CsvDialect dialect;

    public CsvText(CsvDialect dialect)
    {
        this.dialect = dialect;
        quote = dialect.Quote ?? (byte)'"';
        escape = dialect.Escape ?? quote;
        special = SearchValues.Create([dialect.Delimiter, quote, (byte)'\n', (byte)'\r']);
        HasNumericSpecial = ".-+:"u8.Contains(dialect.Delimiter) || char.IsAsciiLetterOrDigit((char)dialect.Delimiter) || quote != '"';
    }

    /// <summary>Whether even numbers and moments may need quotes: with a delimiter such as a point or a minus.</summary>
    public bool HasNumericSpecial { get; }

    /// <summary>Whether no text of the column needs quotes, but empty ones. One pass over all of them takes less time than many over each.</summary>
    public bool IsPlain(BytesColumn texts) => dialect.NullValues.Count == 0 && !texts.Data.ContainsAny(special);

    /// <summary>Writes a text.</summary>
    public void Write(scoped ReadOnlySpan<byte> text, ref TextCursor output)
    {
        if (text.Length > 0 && !text.ContainsAny(special) && !dialect.IsNullWord(text))
            output.Write(text);
        else
            WriteQuoted(text, ref output);
    }

    private void WriteQuoted(scoped ReadOnlySpan<byte> text, ref TextCursor output)
    {
        var target = output.Room((text.Length * 2) + 2);
        var at = 0;
        target[at++] = quote;
        foreach (var value in text)
        {
            if (value == quote || value == escape)
                target[at++] = escape;
            target[at++] = value;
        }

        target[at++] = quote;
        output.Advance(at);
    }
}
