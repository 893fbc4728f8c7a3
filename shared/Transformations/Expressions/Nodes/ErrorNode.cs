using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>Something that has no value for any record, because the types do not fit.</summary>
internal sealed class ErrorNode(DataType type, ExpressionError error) : Node(type, nullable: true)
{
    private readonly ConstantNode nothing = ConstantNode.Null(type);

    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
            evaluation.Fail(row, error);
        return nothing.Evaluate(evaluation, rows);
    }
}
