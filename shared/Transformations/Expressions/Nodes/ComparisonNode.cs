using System.Buffers;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>A comparison; always true or false.</summary>
internal sealed class ComparisonNode(Node left, Relation relation, Node right) : Node(DataType.Bool, nullable: false)
{
    private readonly Comparator comparator = new();

    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        var (first, second) = (left.Evaluate(evaluation, rows), right.Evaluate(evaluation, rows));
        var result = ArrayPool<bool>.Shared.Rent(Math.Max(evaluation.Batch.RowCount, 1));
        comparator.Compare(first, relation, second, rows, result);
        first.Release();
        second.Release();
        return new Vector(new FixedColumn<bool>(DataType.Bool, result, evaluation.Batch.RowCount));
    }
}
