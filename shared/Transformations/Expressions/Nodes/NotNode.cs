using System.Buffers;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>The opposite of a condition; null counts as false, so its opposite is true.</summary>
internal sealed class NotNode(Node condition) : Node(DataType.Bool, nullable: false)
{
    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        var operand = condition.Evaluate(evaluation, rows);
        var values = ((FixedColumn<bool>)operand.Column).Values;
        var result = ArrayPool<bool>.Shared.Rent(Math.Max(evaluation.Batch.RowCount, 1));
        foreach (var row in rows)
            result[row] = !values[row & operand.Mask] || !operand.IsPresent(row);
        operand.Release();
        return new Vector(new FixedColumn<bool>(DataType.Bool, result, evaluation.Batch.RowCount));
    }
}
