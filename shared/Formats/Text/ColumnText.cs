using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using DataAggregator.Core.Records;

namespace DataAggregator.Formats.Text;

/// <summary>Writes values as text: numbers exact, instants as RFC 3339, bytes as base64.</summary>
internal static class ColumnText
{
    /// <summary>Writes the value of a row that has one.</summary>
    public static void Write(Column column, int row, IBufferWriter<byte> output)
    {
        if (column is not BytesColumn bytes)
        {
            output.Advance(Format(column, row, output.GetSpan(64)));
            return;
        }

        if (bytes.Type != DataType.Binary)
        {
            output.Write(bytes[row]);
            return;
        }

        Base64.EncodeToUtf8(bytes[row], output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes[row].Length)), out _, out var written);
        output.Advance(written);
    }

    /// <summary>Writes a value of fixed size into 64 bytes.</summary>
    /// <returns>The bytes written.</returns>
    public static int Format(Column column, int row, Span<byte> target)
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
                doubles.Values[row].TryFormat(target, out written, default, CultureInfo.InvariantCulture);
                return written;
            default:
                throw new NotSupportedException($"A column of {column.Type} has no text.");
        }
    }
}
