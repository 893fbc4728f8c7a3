using System.Buffers;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Calculations;

/// <summary>One calculation over one batch: operands are folded in column by column.</summary>
internal sealed class CalculationRun(CalculationOperation operation, OnMissing onMissing, int scale, int digits, int rowCount, StepScope scope)
{
    private const string Rule = "field_calculation";
    private readonly Decimal38[] results = ArrayPool<Decimal38>.Shared.Rent(Math.Max(rowCount, 1));
    private Bitmap? failed;
    private Bitmap? nulls;
    private Bitmap? started;
    private bool first = true;

    /// <summary>Takes the next operand of every record.</summary>
    public void Fold(Column operand, string field)
    {
        foreach (var row in scope.Rows)
        {
            if (IsSet(failed, row) || IsSet(nulls, row))
                continue;
            var state = Operand.At(operand, row, scope.Scratch, out var number);
            if (state == OperandState.Number || Substitute(row, field, state))
                Fold(row, field, number);
        }

        // From here on, rows with nothing to start from are those whose operands were all skipped.
        first = false;
    }

    /// <summary>The results. Rows that were rejected or never in the stream hold something meaningless.</summary>
    public Column Build(DataType type)
    {
        if (onMissing == OnMissing.Skip)
            MarkUnstarted();
        if (type == DataType.Decimal)
            return new DecimalColumn(results, rowCount, nulls);
        var integers = ArrayPool<long>.Shared.Rent(Math.Max(rowCount, 1));
        foreach (var row in scope.Rows)
        {
            // What has no result holds what the array's last user left there, which need not be a number.
            integers[row] = 0;
            if (!IsSet(failed, row) && !IsSet(nulls, row))
                results[row].TryToInt64(out integers[row]);
        }

        ArrayPool<Decimal38>.Shared.Return(results);
        return new FixedColumn<long>(DataType.Int64, integers, rowCount, nulls);
    }

    private void Fold(int row, string field, Decimal38 number)
    {
        try
        {
            if (onMissing == OnMissing.Skip ? !IsSet(started, row) : first)
            {
                results[row] = operation == CalculationOperation.Round ? number.Round(digits) : number;
                if (onMissing == OnMissing.Skip)
                    Set(ref started, row);
            }
            else
            {
                results[row] = Arithmetic.Apply(operation, results[row], number, scale);
            }
        }
        catch (OverflowException)
        {
            Fail(row, field, "number_out_of_range", "The result has more than 38 digits.");
        }
        catch (DivideByZeroException)
        {
            Fail(row, field, "division_by_zero", $"'{field}' is zero, and nothing can be divided by zero.");
        }
    }

    /// <summary>Whether to go on with zero in the operand's place.</summary>
    private bool Substitute(int row, string field, OperandState state)
    {
        if (state == OperandState.OutOfRange)
        {
            Fail(row, field, "number_out_of_range", $"'{field}' is a number that 38 digits do not hold.");
            return false;
        }

        switch (onMissing)
        {
            case OnMissing.Zero:
                return true;
            case OnMissing.Null:
                Set(ref nulls, row);
                return false;
            case OnMissing.Skip:
                return false;
            default:
                var what = state == OperandState.Missing ? "has no value" : "is not a number";
                Fail(row, field, "calculation_operand", $"'{field}' {what}, so nothing can be calculated from it. Mend the record, or set on_missing to null, zero or skip.");
                return false;
        }
    }

    private void Fail(int row, string field, string code, string message)
    {
        Set(ref failed, row);
        scope.Reject(row, field, Rule, code, message);
    }

    private void MarkUnstarted()
    {
        foreach (var row in scope.Rows)
        {
            if (!IsSet(started, row))
                Set(ref nulls, row);
        }
    }

    private void Set(ref Bitmap? bits, int row) => (bits ??= new Bitmap(rowCount)).Set(row);

    private static bool IsSet(Bitmap? bits, int row) => bits is not null && bits[row];
}
