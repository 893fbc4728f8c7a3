using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Calculations;

/// <summary>Reads the numbers of a column.</summary>
internal static class Operand
{
    /// <summary>Why a row has no number, or <see cref="OperandState.Number"/> and the number.</summary>
    public static OperandState At(Column column, int row, Scratch scratch, out Decimal38 number)
    {
        number = default;
        if (column.AllPresent)
        {
            if (column is DecimalColumn decimals)
            {
                number = decimals.Values[row];
                return OperandState.Number;
            }

            if (column is FixedColumn<long> { Type: DataType.Int64 } integers)
            {
                number = Decimal38.FromInt64(integers.Values[row]);
                return OperandState.Number;
            }
        }

        var value = Value.At(column, row, scratch);
        switch (value.Kind)
        {
            case ValueKind.Number:
                number = value.Number;
                return OperandState.Number;
            case ValueKind.Double:
                return Doubles.TryToDecimal(value.Double, out number) ? OperandState.Number : OperandState.OutOfRange;
            case ValueKind.HugeNumber:
                return OperandState.OutOfRange;
            case ValueKind.Absent or ValueKind.Null:
                return OperandState.Missing;
            default:
                return OperandState.NotNumeric;
        }
    }
}
