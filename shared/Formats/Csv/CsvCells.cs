using System.Buffers;
using System.Buffers.Text;
using DataAggregator.Core.Records;

namespace DataAggregator.Formats.Csv;

/// <summary>Writes single values as CSV fields, quoted where they have to be.</summary>
internal sealed class CsvCells
{
    private readonly SearchValues<byte> special;
    private readonly byte quote;
    private readonly byte escape;
    private readonly CsvDialect dialect;

    public CsvCells(CsvDialect dialect)
    {
        this.dialect = dialect;
        quote = dialect.Quote ?? (byte)'"';
        escape = dialect.Escape ?? quote;
        special = SearchValues.Create([dialect.Delimiter, quote, (byte)'\n', (byte)'\r']);
    }

    public void WriteByte(byte value, IBufferWriter<byte> output)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public void Write(Column column, int row, IBufferWriter<byte> output)
    {
        switch (column)
        {
            case BytesColumn { Type: not DataType.Binary } texts:
                WriteText(texts[row], output);
                break;
            case BytesColumn binary:
                WriteBase64(binary[row], output);
                break;
            default:
                WriteScalar(column, row, output);
                break;
        }
    }

    public void WriteText(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (text.Length > 0 && !text.ContainsAny(special) && !dialect.IsNullWord(text))
        {
            text.CopyTo(output.GetSpan(text.Length));
            output.Advance(text.Length);
            return;
        }

        var target = output.GetSpan((text.Length * 2) + 2);
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

    private static void WriteBase64(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        if (bytes.IsEmpty)
        {
            output.Write("\"\""u8);
            return;
        }

        Base64.EncodeToUtf8(bytes, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        output.Advance(written);
    }

    private void WriteScalar(Column column, int row, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(48);
        int written;
        switch (column)
        {
            case FixedColumn<long> { Type: DataType.Int64 } integers:
                Utf8Formatter.TryFormat(integers.Values[row], target, out written);
                break;
            case FixedColumn<long> moments:
                written = Iso8601.Format(column.Type, moments.Values[row], target);
                break;
            case DecimalColumn decimals:
                decimals.Values[row].TryFormat(target, out written);
                break;
            case FixedColumn<bool> bools:
                written = Copy(bools.Values[row] ? "true"u8 : "false"u8, target);
                break;
            case FixedColumn<double> doubles:
                doubles.Values[row].TryFormat(target, out written, default, System.Globalization.CultureInfo.InvariantCulture);
                break;
            default:
                throw new NotSupportedException($"A column of {column.Type} cannot be written as CSV.");
        }

        // With a delimiter such as a point or a minus, even a number needs quotes.
        if (target[..written].ContainsAny(special))
            WriteText(target[..written].ToArray(), output);
        else
            output.Advance(written);
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text.CopyTo(target);
        return text.Length;
    }
}
