using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Conditions;

/// <summary>At least one condition holds; each looks only at the records that none before took.</summary>
internal sealed class AnyOf(Condition[] conditions) : Condition
{
    public override IEnumerable<FieldPath> Fields => conditions.SelectMany(condition => condition.Fields);

    public override int Match(RecordBatch batch, ReadOnlySpan<int> rows, Span<int> matching, StepScope scope)
    {
        var (open, found) = (RowBuffer.Rent(rows.Length), RowBuffer.Rent(rows.Length));
        rows.CopyTo(open);
        var (openCount, count) = (rows.Length, 0);
        foreach (var condition in conditions)
        {
            var taken = condition.Match(batch, open.AsSpan(0, openCount), found, scope);
            found.AsSpan(0, taken).CopyTo(matching[count..]);
            count += taken;
            openCount = RowBuffer.Except(open.AsSpan(0, openCount), found.AsSpan(0, taken), open);
        }

        RowBuffer.Return(open);
        RowBuffer.Return(found);
        matching[..count].Sort();
        return count;
    }

    public override void Check(Schema schema, Problems problems)
    {
        foreach (var condition in conditions)
            condition.Check(schema, problems);
    }
}
