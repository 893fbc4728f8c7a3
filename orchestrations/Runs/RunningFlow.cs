using DataAggregator.Core.Records;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>A flow that is read and transformed ahead of whoever takes its batches.</summary>
/// <param name="flow">What runs; its books are complete once all batches were taken.</param>
/// <param name="batchesAhead">How many batches may wait to be taken.</param>
/// <param name="cancellationToken">Stops it.</param>
internal sealed class RunningFlow(SegmentFlow flow, int batchesAhead, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly Prefetch<RecordBatch> batches = new(flow.ReadAsync, static batch => batch.Dispose(), batchesAhead, cancellationToken);

    /// <summary>What runs; its books are complete once all batches were taken.</summary>
    public SegmentFlow Flow => flow;

    /// <inheritdoc cref="Prefetch{T}.ReadAsync"/>
    public IAsyncEnumerable<RecordBatch> ReadAsync(CancellationToken cancellationToken) => batches.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => batches.DisposeAsync();
}
