using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Conditions;

/// <summary>The condition does not hold.</summary>
internal sealed class Not(Condition condition) : Condition
{
    public override IEnumerable<FieldPath> Fields => condition.Fields;

    public override int Match(RecordBatch batch, ReadOnlySpan<int> rows, Span<int> matching, StepScope scope)
    {
        var found = RowBuffer.Rent(rows.Length);
        var taken = condition.Match(batch, rows, found, scope);
        var count = RowBuffer.Except(rows, found.AsSpan(0, taken), matching);
        RowBuffer.Return(found);
        return count;
    }

    public override void Check(Schema schema, Problems problems) => condition.Check(schema, problems);
}
