using System.Buffers;
using System.Buffers.Text;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv;

/// <summary>Writes single values as CSV fields, quoted where they have to be.</summary>
internal sealed class CsvCells
{
    private readonly SearchValues<byte> special;
    private readonly bool hasNumericSpecial;
    private readonly byte quote;
    private readonly byte escape;
    private readonly CsvDialect dialect;

    public CsvCells(CsvDialect dialect)
    {
        this.dialect = dialect;
        quote = dialect.Quote ?? (byte)'"';
        escape = dialect.Escape ?? quote;
        hasNumericSpecial = ".-+:"u8.Contains(dialect.Delimiter) || char.IsAsciiLetterOrDigit((char)dialect.Delimiter) || quote != '"';
        special = SearchValues.Create([dialect.Delimiter, quote, (byte)'\n', (byte)'\r']);
    }

    public void Write(Column column, int row, ref TextCursor output)
    {
        switch (column)
        {
            case BytesColumn { Type: not DataType.Binary } texts:
                WriteText(texts[row], ref output);
                break;
            case BytesColumn binary:
                WriteBase64(binary[row], ref output);
                break;
            default:
                WriteScalar(column, row, ref output);
                break;
        }
    }

    public void WriteText(scoped ReadOnlySpan<byte> text, ref TextCursor output)
    {
        if (text.Length > 0 && !text.ContainsAny(special) && !dialect.IsNullWord(text))
        {
            output.Write(text);
            return;
        }

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

    private void WriteBase64(ReadOnlySpan<byte> bytes, ref TextCursor output)
    {
        if (bytes.IsEmpty)
        {
            WriteText([], ref output);
            return;
        }

        Base64.EncodeToUtf8(bytes, output.Room(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        output.Advance(written);
    }

    private void WriteScalar(Column column, int row, ref TextCursor output)
    {
        var target = output.Room(64);
        var written = Format(column, row, target);
        if (!hasNumericSpecial || !target[..written].ContainsAny(special))
        {
            output.Advance(written);
            return;
        }

        // With a delimiter such as a point or a minus, even a number needs quotes.
        Span<byte> copy = stackalloc byte[64];
        target[..written].CopyTo(copy);
        WriteText(copy[..written], ref output);
    }

    private static int Format(Column column, int row, Span<byte> target)
    {
        int written;
        switch (column)
        {
            case FixedColumn<long> { Type: DataType.Int64 } integers:
                Utf8Formatter.TryFormat(integers.Values[row], target, out written);
                return written;
            case FixedColumn<long> moments:
                return Iso8601.Format(column.Type, moments.Values[row], target);
            case DecimalColumn decimals:
                decimals.Values[row].TryFormat(target, out written);
                return written;
            case FixedColumn<bool> bools:
                var word = bools.Values[row] ? "true"u8 : "false"u8;
                word.CopyTo(target);
                return word.Length;
            case FixedColumn<double> doubles:
                doubles.Values[row].TryFormat(target, out written, default, System.Globalization.CultureInfo.InvariantCulture);
                return written;
            default:
                throw new NotSupportedException($"A column of {column.Type} cannot be written as CSV.");
        }
    }
}
