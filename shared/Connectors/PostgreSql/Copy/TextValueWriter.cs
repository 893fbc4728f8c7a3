using System.Buffers.Binary;
using System.Globalization;
using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Writes values of any type as their text.</summary>
internal sealed class TextValueWriter : ValueWriter
{
    // ISO 8601 text exists for the years 1 to 9999 only.
    private const long MinDay = -719_162;
    private const long MaxDay = 2_932_896;
    private const long MicrosecondsPerDay = 86_400_000_000;
    private Column? column;

    public override (string Code, string Message) Refusal => column is BytesColumn
        ? ("zero_byte", "The text holds a zero byte (U+0000), which PostgreSQL cannot store.")
        : ("date_out_of_range", "The date is outside the years 1 to 9999 and has no text.");

    public override void Bind(Column column) => this.column = column;

    public override bool TryWrite(CopyBuffer buffer, int row)
    {
        if (column is BytesColumn bytes)
        {
            if (bytes[row].Contains((byte)0))
                return false;
            buffer.WriteField(bytes[row]);
            return true;
        }

        var target = buffer.Reserve(4 + 64);
        if (Format(column!, row, target[4..]) is not { } length)
            return false;
        BinaryPrimitives.WriteInt32BigEndian(target, length);
        buffer.Used += 4 + length;
        return true;
    }

    private static int? Format(Column column, int row, Span<byte> target)
    {
        var written = 0;
        switch (column)
        {
            case FixedColumn<bool> bools:
                var word = bools.Values[row] ? "true"u8 : "false"u8;
                word.CopyTo(target);
                return word.Length;
            case FixedColumn<double> doubles:
                doubles.Values[row].TryFormat(target, out written, "R", CultureInfo.InvariantCulture);
                return written;
            case DecimalColumn decimals:
                decimals.Values[row].TryFormat(target, out written);
                return written;
            case FixedColumn<long> longs when column.Type == DataType.Int64:
                longs.Values[row].TryFormat(target, out written, default, CultureInfo.InvariantCulture);
                return written;
            default:
                var moment = ((FixedColumn<long>)column).Values[row];
                var day = column.Type is DataType.Timestamp or DataType.LocalTimestamp ? (moment / MicrosecondsPerDay) - (moment % MicrosecondsPerDay < 0 ? 1 : 0) : moment;
                return column.Type != DataType.Time && day is < MinDay or > MaxDay ? null : Iso8601.Format(column.Type, moment, target);
        }
    }
}
