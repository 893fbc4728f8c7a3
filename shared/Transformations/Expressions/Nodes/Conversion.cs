using System.Globalization;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>Takes values as those of another type without anybody asking for it: only where that loses and guesses nothing.</summary>
internal static class Conversion
{
    /// <summary>Whether values of a type may stand where another is needed. Of a json field, each value must be what is needed.</summary>
    public static bool IsImplicit(DataType from, DataType to) => from == to || (from, to) switch
    {
        (DataType.Int64 or DataType.Double, DataType.Decimal) => true,
        (DataType.Int64 or DataType.Decimal, DataType.Double) => true,
        (DataType.Json, DataType.Bool or DataType.Int64 or DataType.Decimal or DataType.Double or DataType.String) => true,
        _ => false,
    };

    /// <summary>Gives the row the value as that type.</summary>
    /// <returns>False when it is none; then nothing was given.</returns>
    public static bool TrySet(in Value value, DataType to, ResultBuilder result, int row)
    {
        switch (to)
        {
            case DataType.String:
                return value.Kind == ValueKind.Text && result.TrySet(row, value.Bytes);
            case DataType.Bool:
                result.Set(row, value.Long != 0);
                return value.Kind == ValueKind.Bool;
            case DataType.Int64:
                var isInteger = TryNumber(value, out var whole) & whole.TryToInt64(out var integer);
                result.Set(row, integer);
                return isInteger;
            case DataType.Decimal:
                var isNumber = TryNumber(value, out var number);
                result.Set(row, number);
                return isNumber;
            case DataType.Double:
                var isDouble = TryDouble(value, out var real);
                result.Set(row, real);
                return isDouble;
            default:
                return false;
        }
    }

    /// <summary>The exact number that a value is.</summary>
    public static bool TryNumber(in Value value, out Decimal38 number)
    {
        number = value.Number;
        return value.Kind == ValueKind.Number || (value.Kind == ValueKind.Double && Doubles.TryToDecimal(value.Double, out number));
    }

    private static bool TryDouble(in Value value, out double real)
    {
        real = value.Kind == ValueKind.Number ? Doubles.ToDouble(value.Number) : value.Double;
        return value.Kind is ValueKind.Number or ValueKind.Double
            || (value.Kind == ValueKind.HugeNumber && double.TryParse(value.Bytes, CultureInfo.InvariantCulture, out real) && double.IsFinite(real));
    }
}
