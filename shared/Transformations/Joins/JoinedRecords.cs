using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Joins;

/// <summary>Builds the records of a join out of those at hand and their matches. Where a batch ends depends on the records alone.</summary>
internal sealed class JoinedRecords
{
    private readonly JoinShape shape;
    private readonly Schema left;
    private readonly int firstKey;
    private readonly int[] kept;
    private readonly BatchBuilder builder;
    private readonly Scratch scratch = new();
    private readonly Column?[] own;

    public JoinedRecords(JoinPlan plan, Schema left)
    {
        shape = plan.Shape;
        this.left = left;
        firstKey = plan.Fields.FirstKey;
        kept = shape.Kept(left);
        builder = new BatchBuilder(shape.Describe(left, plan.Input.Schema));
        own = new Column?[left.Count];
    }

    /// <summary>Whether it is time to build.</summary>
    public bool IsFull => builder.IsFull;

    /// <summary>Whether there is nothing to build.</summary>
    public bool IsEmpty => builder.Count == 0;

    /// <summary>The records appended since the last call.</summary>
    public RecordBatch Build() => builder.Build();

    /// <summary>Takes the batch of the records at hand that follow; it stays as long as they do.</summary>
    public void Take(RecordBatch batch)
    {
        for (var i = 0; i < own.Length; i++)
            own[i] = batch.Find(left[i].Name);
    }

    /// <summary>Appends a record at hand without a match.</summary>
    public void Append(int row)
    {
        AppendOwn(row);
        for (var i = 0; i < kept.Length; i++)
            builder[left.Count + i].AppendNull();
        builder.End();
    }

    /// <summary>Appends a record at hand with a match.</summary>
    public void Append(int row, ReadOnlySpan<Column> values, int match)
    {
        AppendOwn(row);
        AppendTaken(values, match);
        builder.End();
    }

    /// <summary>Appends a record of the other source that nothing matched: its keys stand in for those at hand.</summary>
    public void AppendUnmatched(ReadOnlySpan<Column> values, int row)
    {
        for (var i = 0; i < left.Count; i++)
        {
            if (shape.KeyFor(left[i].Name) is >= 0 and var key)
                builder[i].AppendFrom(values[firstKey + key], row, scratch);
            else
                builder[i].AppendNull();
        }

        AppendTaken(values, row);
        builder.End();
    }

    private void AppendOwn(int row)
    {
        for (var i = 0; i < own.Length; i++)
            builder[i].AppendFrom(own[i], row, scratch);
    }

    private void AppendTaken(ReadOnlySpan<Column> values, int row)
    {
        for (var i = 0; i < kept.Length; i++)
            builder[left.Count + i].AppendFrom(values[kept[i]], row, scratch);
    }
}
