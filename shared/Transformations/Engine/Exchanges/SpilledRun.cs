using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>A sorted run in the spill store, as a segment.</summary>
internal sealed class SpilledRun(Stream stream) : IAsyncDisposable
{
    /// <summary>Writes the whole run. Each batch is disposed.</summary>
    public async Task WriteAsync(IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellationToken)
    {
        var writer = new SegmentWriter(stream, SegmentCompression.None);
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
            }
        }

        await writer.CompleteAsync(null, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The batches, in order. The receiver disposes each.</summary>
    public IAsyncEnumerable<RecordBatch> ReadAsync(CancellationToken cancellationToken) => SegmentReader.ReadAsync(stream, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
