using System.Buffers;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Conditions;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>Whether a value lies between two others, both included.</summary>
internal sealed class BetweenNode(Node value, Node low, Node high) : Node(DataType.Bool, nullable: false)
{
    private readonly Comparator comparator = new();

    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        var rowCount = evaluation.Batch.RowCount;
        var result = ArrayPool<bool>.Shared.Rent(Math.Max(rowCount, 1));
        var (middle, least, most) = (value.Evaluate(evaluation, rows), low.Evaluate(evaluation, rows), high.Evaluate(evaluation, rows));
        comparator.Compare(middle, Relation.GreaterOrEqual, least, rows, result);
        var enough = RowBuffer.Rent(rows.Length);
        rows.CopyTo(enough);
        var count = Rows.Keep(enough, rows.Length, result, wanted: true);
        comparator.Compare(middle, Relation.LessOrEqual, most, enough.AsSpan(0, count), result);
        RowBuffer.Return(enough);
        middle.Release();
        least.Release();
        most.Release();
        return new Vector(new FixedColumn<bool>(DataType.Bool, result, rowCount));
    }
}
