using DataAggregator.Core.Records;
using DataAggregator.Transformations.Calculations;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>An aggregate of numbers. Records whose value is no number were rejected before, unless such values are left out or zero.</summary>
internal abstract class NumericAggregate(OnMissingOperand? onMissing) : Aggregate
{
    /// <inheritdoc/>
    public override void Add(Column values, ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, ReadOnlySpan<long> sequences, Scratch scratch)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (Operand.At(values, rows[i], scratch, out var number) == OperandState.Number || onMissing == OnMissingOperand.Zero)
                Add(groups[i], number);
        }
    }

    /// <summary>Takes one number.</summary>
    protected abstract void Add(int group, Decimal38 number);
}
