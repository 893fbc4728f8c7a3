namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// The flows of successive partitions. Those after the one at hand are running already, so that all processors are at work although a
/// destination takes segments one after the other; what comes out, and its order, do not depend on how many run.
/// </summary>
/// <param name="open">Opens the flow of a segment.</param>
/// <param name="endPartition">The partition before which to stop.</param>
/// <param name="partitionsAhead">How many partitions may run ahead.</param>
internal sealed class ReadAhead(Func<SegmentPlace, Task<RunningFlow>> open, int endPartition, int partitionsAhead) : IAsyncDisposable
{
    private readonly Queue<(SegmentPlace Place, RunningFlow Flow)> running = [];

    /// <summary>The flow of a segment, which the caller disposes. Asked for in order.</summary>
    public async Task<RunningFlow> TakeAsync(SegmentPlace place)
    {
        var isRunning = running.TryPeek(out var first) && first.Place == place;
        var flow = isRunning ? running.Dequeue().Flow : await open(place);
        try
        {
            for (var partition = place.Partition + 1 + running.Count; partition < endPartition && running.Count < partitionsAhead; partition++)
            {
                var next = new SegmentPlace(partition, 0);
                running.Enqueue((next, await open(next)));
            }
        }
        catch
        {
            await flow.DisposeAsync();
            throw;
        }

        return flow;
    }

    /// <summary>Stops what runs.</summary>
    public async ValueTask DisposeAsync()
    {
        while (running.TryDequeue(out var next))
            await next.Flow.DisposeAsync();
    }
}
