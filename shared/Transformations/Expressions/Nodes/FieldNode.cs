using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>A field of the record; a missing one is null.</summary>
internal sealed class FieldNode(FieldPath path, Field field) : Node(field.Type, field.Nullable)
{
    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows) => new(path.Read(evaluation.Batch, rows));
}
