using System.Buffers;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Conditions;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>
/// All of several conditions (<c>and</c>) or any of them (<c>or</c>). Each looks only at the records that those before left open, so
/// <c>b != 0 and a / b > 2</c> divides by no zero. Null counts as false.
/// </summary>
/// <param name="conditions">The conditions.</param>
/// <param name="deciding">What one of them must be to decide: false for <c>and</c>, true for <c>or</c>.</param>
internal sealed class LogicNode(Node[] conditions, bool deciding) : Node(DataType.Bool, nullable: false)
{
    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        var rowCount = evaluation.Batch.RowCount;
        var result = ArrayPool<bool>.Shared.Rent(Math.Max(rowCount, 1));
        foreach (var row in rows)
            result[row] = deciding;
        var (open, matching, others) = (RowBuffer.Rent(rows.Length), RowBuffer.Rent(rows.Length), RowBuffer.Rent(rows.Length));
        rows.CopyTo(open);
        var count = rows.Length;
        for (var i = 0; i < conditions.Length && count > 0; i++)
        {
            var condition = conditions[i].Evaluate(evaluation, open.AsSpan(0, count));
            var yes = Rows.Split(condition, open.AsSpan(0, count), matching, others);
            condition.Release();
            count = deciding ? count - yes : yes;
            (deciding ? others : matching).AsSpan(0, count).CopyTo(open);
        }

        foreach (var row in open.AsSpan(0, count))
            result[row] = !deciding;
        RowBuffer.Return(open);
        RowBuffer.Return(matching);
        RowBuffer.Return(others);
        return new Vector(new FixedColumn<bool>(DataType.Bool, result, rowCount));
    }
}
