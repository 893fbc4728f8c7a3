using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>The place in a sorted run that a merge has come to.</summary>
/// <param name="batches">The run.</param>
/// <param name="target">What the records are merged into.</param>
internal sealed class RunCursor(IAsyncEnumerator<RecordBatch> batches, BatchBuilder target) : IAsyncDisposable
{
    private RecordBatch? batch;
    private BytesColumn? keys;
    private Column?[] columns = [];
    private int row;

    /// <summary>The key of the record at hand.</summary>
    public ReadOnlySpan<byte> Key => keys![row];

    /// <summary>Goes on to the next record of the batch at hand.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryAdvance() => ++row < keys!.Length;

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
    }
}
