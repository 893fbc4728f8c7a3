using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Joins;

/// <summary>Reads merged matches one by one.</summary>
internal sealed class MatchCursor(IAsyncEnumerable<RecordBatch> runs, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<RecordBatch> source = runs.GetAsyncEnumerator(cancellationToken);
    private RecordBatch? batch;
    private BytesColumn? keys;

    /// <summary>The sequence of the record at hand that the match belongs to; behind the last match, a greater one than any record has.</summary>
    public long LeftSequence { get; private set; }

    /// <summary>The values of the batch with the match.</summary>
    public ReadOnlySpan<Column> Values => batch!.Columns[..^1];

    /// <summary>Its row there.</summary>
    public int Row { get; private set; } = -1;

    /// <summary>Goes to the next match, the first one to begin with.</summary>
    public ValueTask MoveAsync()
    {
        if (keys is null || ++Row == keys.Length)
            return LoadAsync();
        LeftSequence = MatchOrder.LeftOf(keys[Row]);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        batch?.Dispose();
        await source.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask LoadAsync()
    {
        batch?.Dispose();
        (batch, keys, LeftSequence) = (null, null, long.MaxValue);
        if (!await source.MoveNextAsync().ConfigureAwait(false))
            return;
        batch = source.Current;
        (keys, Row) = ((BytesColumn)batch.Columns[^1], 0);
        LeftSequence = MatchOrder.LeftOf(keys[0]);
    }
}
