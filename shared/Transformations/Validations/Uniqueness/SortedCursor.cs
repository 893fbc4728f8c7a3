using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Validations.Uniqueness;

/// <summary>Reads sorted records one by one, each with its <see cref="Engine.Sequence"/>.</summary>
internal sealed class SortedCursor(IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<RecordBatch> source = batches.GetAsyncEnumerator(cancellationToken);
    private RecordBatch? batch;
    private BytesColumn? keys;
    private int row = -1;

    /// <summary>Whether there is a record at hand.</summary>
    public bool HasRecord => batch is not null;

    /// <summary>The sequence of the record at hand.</summary>
    public long SequenceNumber => EncodedKeys.SequenceOf(keys![row]);

    /// <summary>Goes to the next record, the first one to begin with.</summary>
    public async ValueTask MoveAsync()
    {
        row++;
        while (batch is null || row >= batch.RowCount)
        {
            batch?.Dispose();
            batch = null;
            if (!await source.MoveNextAsync().ConfigureAwait(false))
                return;
            batch = source.Current;
            keys = (BytesColumn)batch.Columns[^1];
            row = 0;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        batch?.Dispose();
        await source.DisposeAsync().ConfigureAwait(false);
    }
}
