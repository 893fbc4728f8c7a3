using System.Buffers.Binary;
using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Which values go into which columns directly, without the server's help and without losing anything.</summary>
internal static class ValueWriters
{
    /// <summary>Days from 1970-01-01 to PostgreSQL's day 0, 2000-01-01.</summary>
    public const int EpochDays = 10_957;

    /// <summary>Microseconds from 1970-01-01 to PostgreSQL's instant 0, 2000-01-01.</summary>
    public const long EpochMicroseconds = EpochDays * 86_400_000_000L;

    /// <summary>The first instant that PostgreSQL holds (4714 BC), in its own count.</summary>
    private const long MinTimestamp = -211_813_488_000_000_000;

    /// <summary>The writer for values of <paramref name="type"/> into a column of <paramref name="kind"/>, or null when there is none.</summary>
    public static ValueWriter? For(DataType type, ColumnKind kind) => (type, kind) switch
    {
        (DataType.Bool, ColumnKind.Bool) => Always<bool>(static (buffer, value) => buffer.WriteField([value ? (byte)1 : (byte)0])),
        (DataType.Int64, _) => ForInt64(kind),
        (DataType.Decimal, _) => ForDecimal(kind),
        (DataType.Double, ColumnKind.Float8) => Always<double>(static (buffer, value) => buffer.WriteInt64Field(BitConverter.DoubleToInt64Bits(value))),
        (DataType.Double, ColumnKind.Float4) => new FixedValueWriter<double>(TryWriteSingle, "number_out_of_range", "The number is too large for a column of type real."),
        (DataType.String or DataType.Json, ColumnKind.Json) => new BytesValueWriter(isText: true),
        (DataType.String or DataType.Json, ColumnKind.Jsonb) => new BytesValueWriter(isText: true, prefix: 1),
        (DataType.String, ColumnKind.Text) => new BytesValueWriter(isText: true),
        (DataType.Binary, ColumnKind.Bytea) => new BytesValueWriter(isText: false),
        (DataType.Date, ColumnKind.Date) => new FixedValueWriter<long>(TryWriteDate, "date_out_of_range", "The date is outside what PostgreSQL holds."),
        (DataType.Time, ColumnKind.Time) => Always<long>(static (buffer, value) => buffer.WriteInt64Field(value)),
        (DataType.Timestamp or DataType.LocalTimestamp, ColumnKind.Timestamp or ColumnKind.TimestampTz) =>
            new FixedValueWriter<long>(TryWriteTimestamp, "date_out_of_range", "The instant is outside what PostgreSQL holds (from 4714 BC on)."),
        (DataType.Json or DataType.Binary, _) => null,
        (_, ColumnKind.Text) => new TextValueWriter(),
        _ => null,
    };

    private static ValueWriter? ForInt64(ColumnKind kind) => kind switch
    {
        ColumnKind.Int8 => Always<long>(static (buffer, value) => buffer.WriteInt64Field(value)),
        ColumnKind.Int4 => new FixedValueWriter<long>(TryWriteInt4, "number_out_of_range", "The number does not fit a column of type integer."),
        ColumnKind.Int2 => new FixedValueWriter<long>(TryWriteInt2, "number_out_of_range", "The number does not fit a column of type smallint."),
        ColumnKind.Float8 => Always<long>(static (buffer, value) => buffer.WriteInt64Field(BitConverter.DoubleToInt64Bits(value))),
        ColumnKind.Float4 => Always<long>(static (buffer, value) => buffer.WriteInt32Field(BitConverter.SingleToInt32Bits(value))),
        ColumnKind.Numeric => Always<long>(static (buffer, value) =>
        {
            var target = buffer.Reserve(4 + NumericFormat.MaxLength);
            var length = NumericFormat.Write(value, target[4..]);
            BinaryPrimitives.WriteInt32BigEndian(target, length);
            buffer.Used += 4 + length;
        }),
        ColumnKind.Text => new TextValueWriter(),
        _ => null,
    };

    private static ValueWriter? ForDecimal(ColumnKind kind)
    {
        const string code = "number_not_integer";
        const string message = "The number has a fraction or does not fit, and the column takes whole numbers only.";
        return kind switch
        {
            ColumnKind.Numeric => new DecimalValueWriter(TryWriteNumeric, "number_out_of_range", "The number does not fit."),
            ColumnKind.Int8 => new DecimalValueWriter(static (buffer, value) => value.TryToInt64(out var whole) && Write(buffer, whole), code, message),
            ColumnKind.Int4 => new DecimalValueWriter(static (buffer, value) => value.TryToInt64(out var whole) && TryWriteInt4(buffer, whole), code, message),
            ColumnKind.Int2 => new DecimalValueWriter(static (buffer, value) => value.TryToInt64(out var whole) && TryWriteInt2(buffer, whole), code, message),
            ColumnKind.Text => new TextValueWriter(),
            _ => null,
        };
    }

    private static FixedValueWriter<T> Always<T>(Action<CopyBuffer, T> write)
        where T : unmanaged => new(
        (buffer, value) =>
        {
            write(buffer, value);
            return true;
        },
        "unexpected",
        "Every value fits.");

    private static bool Write(CopyBuffer buffer, long value)
    {
        buffer.WriteInt64Field(value);
        return true;
    }

    private static bool TryWriteInt4(CopyBuffer buffer, long value)
    {
        if (value != (int)value)
            return false;
        buffer.WriteInt32Field((int)value);
        return true;
    }

    private static bool TryWriteInt2(CopyBuffer buffer, long value)
    {
        if (value != (short)value)
            return false;
        buffer.WriteInt16Field((short)value);
        return true;
    }

    private static bool TryWriteSingle(CopyBuffer buffer, double value)
    {
        var single = (float)value;
        if (float.IsInfinity(single) && double.IsFinite(value))
            return false;
        buffer.WriteInt32Field(BitConverter.SingleToInt32Bits(single));
        return true;
    }

    private static bool TryWriteNumeric(CopyBuffer buffer, Decimal38 value)
    {
        var target = buffer.Reserve(4 + NumericFormat.MaxLength);
        var length = NumericFormat.Write(value, target[4..]);
        BinaryPrimitives.WriteInt32BigEndian(target, length);
        buffer.Used += 4 + length;
        return true;
    }

    private static bool TryWriteDate(CopyBuffer buffer, long value)
    {
        var day = value - EpochDays;
        // PostgreSQL's dates end with year 5874897; its own check knows the last day, ours only keeps infinity's words apart.
        if (day is <= int.MinValue or >= int.MaxValue)
            return false;
        buffer.WriteInt32Field((int)day);
        return true;
    }

    private static bool TryWriteTimestamp(CopyBuffer buffer, long value)
    {
        // At the other end PostgreSQL holds more than 64 bits count from 1970.
        if (value < MinTimestamp + EpochMicroseconds)
            return false;
        buffer.WriteInt64Field(value - EpochMicroseconds);
        return true;
    }
}
