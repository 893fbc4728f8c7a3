using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Joins;

/// <summary>Builds the records of a sorted join, and puts them into the order of the records at hand.</summary>
internal sealed class JoinedRows
{
    private const int RowsABatch = 4096;

    private readonly JoinShape shape;
    private readonly Schema left;
    private readonly Schema result;
    private readonly int[] kept;
    private readonly ValueBuilder[] values;
    private readonly FixedBuilder<long> leftOrder = new(DataType.Int64);
    private readonly FixedBuilder<long> rightOrder = new(DataType.Int64);
    private readonly ExternalSortLane lane;
    private readonly Scratch scratch = new();
    private readonly Column?[] own;
    private RecordBatch? ownBatch;
    private long written;

    public JoinedRows(JoinShape shape, Schema left, Schema? right, ExternalSort sort)
    {
        this.shape = shape;
        this.left = left;
        result = shape.Describe(left, right);
        kept = shape.Kept(left);
        values = [.. result.Select(field => new ValueBuilder(field.Type, 1024))];
        own = new Column?[left.Count];
        lane = sort.OpenLane(default, default);
    }

    /// <summary>Appends a record at hand with a match, or without.</summary>
    public ValueTask AppendAsync(SortedCursor record, MatchedRow? match, CancellationToken cancellationToken)
    {
        if (!ReferenceEquals(ownBatch, record.Batch))
        {
            // Fields are looked up once a batch.
            ownBatch = record.Batch;
            for (var i = 0; i < own.Length; i++)
                own[i] = ownBatch.Find(left[i].Name);
        }

        for (var i = 0; i < own.Length; i++)
            values[i].AppendFrom(own[i], record.Row, scratch);
        AppendTaken(match);
        return EndAsync(record.SequenceNumber, match?.SequenceNumber ?? 0, cancellationToken);
    }

    /// <summary>Appends a record of the other source that nothing matched.</summary>
    public ValueTask AppendUnmatchedAsync(MatchedRow row, CancellationToken cancellationToken)
    {
        for (var i = 0; i < left.Count; i++)
        {
            if (shape.KeyFor(left[i].Name) is >= 0 and var key)
                Append(values[i], shape.RightKeys[key], row);
            else
                values[i].AppendNull();
        }

        AppendTaken(row);
        return EndAsync(long.MaxValue, row.SequenceNumber, cancellationToken);
    }

    /// <summary>Hands over what is held.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        lane.Complete();
    }

    private void AppendTaken(MatchedRow? match)
    {
        for (var i = 0; i < kept.Length; i++)
        {
            if (match is null)
                values[left.Count + i].AppendNull();
            else
                Append(values[left.Count + i], shape.TakenFrom[kept[i]], match);
        }
    }

    private void Append(ValueBuilder builder, FieldPath path, MatchedRow row)
    {
        var column = path.Read(row.Batch, [row.Row]);
        builder.AppendFrom(column, row.Row, scratch);
        column.Release();
    }

    private ValueTask EndAsync(long leftSequence, long rightSequence, CancellationToken cancellationToken)
    {
        leftOrder.Append(leftSequence);
        rightOrder.Append(rightSequence);
        return leftOrder.Count < RowsABatch ? ValueTask.CompletedTask : FlushAsync(cancellationToken);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var rows = Enumerable.Range(0, leftOrder.Count).ToArray();
        if (rows.Length == 0)
            return;
        using var batch = new RecordBatch(result, [.. values.Select(value => value.Build())], rows.Length);
        Column[] order = [leftOrder.Build(), rightOrder.Build()];
        try
        {
            await lane.AddAsync(batch, order, rows, written, scratch, cancellationToken).ConfigureAwait(false);
            written += rows.Length;
        }
        finally
        {
            foreach (var column in order)
                column.Release();
        }
    }
}
