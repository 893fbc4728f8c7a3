using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>The place in a sorted run that a merge has come to.</summary>
/// <param name="run">The run, read ahead by one batch: making or reading them takes longer than merging them.</param>
/// <param name="target">What the records are merged into.</param>
/// <param name="cancellationToken">Stops it.</param>
internal sealed class RunCursor(Prefetch<RecordBatch> run, BatchBuilder target, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<RecordBatch> batches = run.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
    private RecordBatch? batch;
    private BytesColumn? keys;
    private Column?[] columns = [];
    private int row;

    /// <summary>The first eight bytes of the key of the record at hand, by which most keys are told apart; as a number they compare as the bytes do.</summary>
    public ulong Prefix { get; private set; }

    /// <summary>The key of the record at hand.</summary>
    public ReadOnlySpan<byte> Key => keys![row];

    /// <summary>Goes on to the next record of the batch at hand.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryAdvance()
    {
        if (++row >= keys!.Length)
            return false;
        Prefix = KeyPrefix.Of(keys[row]);
        return true;
    }

    /// <summary>Goes on to the first record of the next batch.</summary>
    /// <returns>False when there is none.</returns>
    public async ValueTask<bool> LoadAsync()
    {
        batch?.Dispose();
        batch = null;
        if (!await batches.MoveNextAsync().ConfigureAwait(false))
            return false;
        batch = batches.Current;
        keys = (BytesColumn)batch.Columns[^1];
        columns = target.Align(batch);
        row = 0;
        Prefix = KeyPrefix.Of(keys[row]);
        return true;
    }

    /// <summary>Appends the record at hand.</summary>
    public void CopyTo(BatchBuilder builder) => builder.Append(columns, row);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        batch?.Dispose();
        batch = null;
        await batches.DisposeAsync().ConfigureAwait(false);
        await run.DisposeAsync().ConfigureAwait(false);
    }
}
