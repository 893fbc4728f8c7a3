using System.Buffers.Text;
using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>Makes a value one of another type. Without <c>cast</c> only what loses and guesses nothing: a json field's number as a number, its text as text.</summary>
internal static class Conversion
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>Whether values of a type may stand where another is needed, without anybody asking for a conversion.</summary>
    public static bool IsImplicit(DataType from, DataType to) => from == to || (from, to) switch
    {
        (DataType.Int64 or DataType.Double, DataType.Decimal) => true,
        (DataType.Int64 or DataType.Decimal, DataType.Double) => true,
        (DataType.Json, DataType.Bool or DataType.Int64 or DataType.Decimal or DataType.Double or DataType.String) => true,
        _ => false,
    };

    /// <summary>Gives the row the value as that type.</summary>
    /// <returns>False when it has none; then nothing was given.</returns>
    public static bool TrySet(in Value value, DataType to, bool cast, ResultBuilder result, int row)
    {
        switch (to)
        {
            case DataType.String:
                Span<byte> room = stackalloc byte[ValueText.Room];
                return (cast || value.Kind == ValueKind.Text) && result.TrySet(row, ValueText.Of(value, room));
            case DataType.Bool:
                var flag = Flag(value, cast);
                result.Set(row, flag == true);
                return flag is not null;
            case DataType.Int64:
                var isInteger = TryNumber(value, cast, out var whole) & whole.TryToInt64(out var integer);
                result.Set(row, integer);
                return isInteger;
            case DataType.Decimal:
                var isNumber = TryNumber(value, cast, out var number);
                result.Set(row, number);
                return isNumber;
            case DataType.Double:
                var isDouble = TryDouble(value, cast, out var real);
                result.Set(row, real);
                return isDouble;
            case DataType.Date or DataType.Time or DataType.Timestamp or DataType.LocalTimestamp:
                var isMoment = TryMoment(value, to, cast, out var moment);
                result.Set(row, moment);
                return isMoment;
            default:
                return value.Kind == ValueKind.Binary && to == DataType.Binary && result.TrySet(row, value.Bytes);
        }
    }

    /// <summary>Whether a value is a number or, where text counts, text that is one.</summary>
    public static bool TryNumber(in Value value, bool cast, out Decimal38 number)
    {
        number = value.Number;
        return value.Kind switch
        {
            ValueKind.Number => true,
            ValueKind.Double => Numbers.TryToDecimal(value.Double, out number),
            ValueKind.Text when cast => Decimal38.TryParse(value.Bytes.Trim(" \t\r\n"u8), out number),
            ValueKind.Bool when cast => Is(Decimal38.FromInt64(value.Long), out number),
            _ => false,
        };
    }

    private static bool TryDouble(in Value value, bool cast, out double real)
    {
        real = value.Double;
        if (value.Kind == ValueKind.Double)
            return true;
        if (TryNumber(value, cast, out var number))
            return Is(Numbers.ToDouble(number), out real);
        var text = value.Bytes.Trim(" \t\r\n"u8);
        return (value.Kind == ValueKind.HugeNumber || (cast && value.Kind == ValueKind.Text)) && Utf8Parser.TryParse(text, out real, out var read) && read == text.Length;
    }

    private static bool? Flag(in Value value, bool cast)
    {
        if (value.Kind == ValueKind.Bool)
            return value.Long != 0;
        if (!cast)
            return null;
        if (value.Kind == ValueKind.Number)
            return value.Number == Decimal38.FromInt64(0) ? false : value.Number == Decimal38.FromInt64(1) ? true : null;
        if (value.Kind != ValueKind.Text || value.Bytes.Length > 5)
            return null;
        return Encoding.UTF8.GetString(value.Bytes).ToLowerInvariant() switch
        {
            "true" or "t" or "yes" or "y" or "1" or "on" => true,
            "false" or "f" or "no" or "n" or "0" or "off" => false,
            _ => null,
        };
    }

    private static bool TryMoment(in Value value, DataType to, bool cast, out long moment)
    {
        moment = value.Long;
        if (value.Kind == ValueKind.Moment)
        {
            return (value.Type, to) switch
            {
                (DataType.Date, DataType.Timestamp or DataType.LocalTimestamp) => Is(moment * MicrosecondsPerDay, out moment),
                (DataType.Timestamp or DataType.LocalTimestamp, DataType.Date) => Is((moment - Remainder(moment)) / MicrosecondsPerDay, out moment),
                (DataType.Timestamp or DataType.LocalTimestamp, DataType.Time) => Is(Remainder(moment), out moment),
                (DataType.Timestamp or DataType.LocalTimestamp, DataType.Timestamp or DataType.LocalTimestamp) => true,
                var (from, _) => from == to,
            };
        }

        if (!cast || value.Kind != ValueKind.Text)
            return false;
        if (ValueOrder.TryRead(value.Bytes, to, out moment))
            return true;
        var whole = to == DataType.Timestamp ? DataType.LocalTimestamp : DataType.Timestamp;
        if (to == DataType.Time || !(Iso8601.TryParse(whole, value.Bytes, out moment) || Iso8601.TryParse(DataType.LocalTimestamp, value.Bytes, out moment)))
            return false;
        if (to == DataType.Date)
            moment = (moment - Remainder(moment)) / MicrosecondsPerDay;
        return true;
    }

    private static long Remainder(long moment) => ((moment % MicrosecondsPerDay) + MicrosecondsPerDay) % MicrosecondsPerDay;

    private static bool Is<T>(T value, out T result)
    {
        result = value;
        return true;
    }
}
