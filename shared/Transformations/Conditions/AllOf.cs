using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Conditions;

/// <summary>Every condition holds; each looks only at the records that the ones before left.</summary>
internal sealed class AllOf(Condition[] conditions) : Condition
{
    public override IEnumerable<FieldPath> Fields => conditions.SelectMany(condition => condition.Fields);

    public override int Match(RecordBatch batch, ReadOnlySpan<int> rows, Span<int> matching, StepScope scope)
    {
        rows.CopyTo(matching);
        var count = rows.Length;
        var left = RowBuffer.Rent(count);
        foreach (var condition in conditions)
        {
            count = condition.Match(batch, matching[..count], left, scope);
            left.AsSpan(0, count).CopyTo(matching);
        }

        RowBuffer.Return(left);
        return count;
    }

    public override void Check(Schema schema, Problems problems)
    {
        foreach (var condition in conditions)
            condition.Check(schema, problems);
    }
}
