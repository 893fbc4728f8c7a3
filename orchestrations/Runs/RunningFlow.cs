using System.Threading.Channels;
using DataAggregator.Core.Records;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>A flow that is read and transformed ahead of whoever takes its batches, by a few batches at most.</summary>
internal sealed class RunningFlow : IAsyncDisposable
{
    private readonly Channel<RecordBatch> batches;
    private readonly CancellationTokenSource stop;
    private readonly Task work;

    /// <summary>Starts a flow.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="batchesAhead">How many batches may wait to be taken.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public RunningFlow(SegmentFlow flow, int batchesAhead, CancellationToken cancellationToken)
    {
        Flow = flow;
        batches = Channel.CreateBounded<RecordBatch>(new BoundedChannelOptions(batchesAhead) { SingleReader = true, SingleWriter = true });
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        work = Task.Run(WorkAsync, CancellationToken.None);
    }

    /// <summary>What runs; its books are complete once all batches were taken.</summary>
    public SegmentFlow Flow { get; }

    /// <summary>The records in order; the reader disposes each batch. What stopped the flow is thrown here.</summary>
    public IAsyncEnumerable<RecordBatch> ReadAsync(CancellationToken cancellationToken) => batches.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Stops the flow where it is.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await work;
        while (batches.Reader.TryRead(out var batch))
            batch.Dispose();
        stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var batch in Flow.ReadAsync(stop.Token))
                await PassAsync(batch);
            batches.Writer.Complete();
        }
        catch (Exception stopped)
        {
            // Whoever reads gets it: a connector's failure, the run's cancellation, or what nobody expected.
            batches.Writer.Complete(stopped);
        }
    }

    private async Task PassAsync(RecordBatch batch)
    {
        try
        {
            await batches.Writer.WriteAsync(batch, stop.Token);
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }
}
