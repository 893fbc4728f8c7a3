using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// Keeps the records that steps over the whole run rejected, and those behind them. They are kept at once as the steps have left them, and again as they were read
/// once a good many have come together or all are known: the source is read again for the few that are wanted.
/// </summary>
internal sealed class GatheringRejects(PreparedRun run, GatheringAttempt attempt, RejectedSource source) : IDisposable
{
    // What waits to be read again; beyond it the source is read once more, so that memory is bounded.
    private const long MostBytes = 32 << 20;

    private readonly SemaphoreSlim mutex = new(1);
    private readonly List<(SegmentState State, IReadOnlyList<RejectedRecord> Rejected)> waiting = [];
    private long bytes;

    /// <summary>Keeps records; called for several partitions at once.</summary>
    public async Task SaveAsync(SegmentState state, IReadOnlyList<RejectedRecord> rejected, CancellationToken cancellationToken)
    {
        await attempt.SaveAsync(state, rejected, cancellationToken);
        if (!rejected.Any(record => record.IsChanged))
            return;
        await mutex.WaitAsync(cancellationToken);
        try
        {
            waiting.Add((state, rejected));
            bytes += rejected.Sum(record => record.Record.Length);
            if (bytes >= MostBytes)
                await ReadAgainAsync(cancellationToken);
        }
        finally
        {
            mutex.Release();
        }
    }

    /// <summary>Keeps the last ones, when nothing else is at work. Without their state the attempt is not at its end, so that a crash before repeats it.</summary>
    public async Task CompleteAsync(SegmentState state, IReadOnlyList<RejectedRecord> rejected, CancellationToken cancellationToken)
    {
        waiting.Add((state, rejected));
        await ReadAgainAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => mutex.Dispose();

    private async Task ReadAgainAsync(CancellationToken cancellationToken)
    {
        var changed = waiting.SelectMany(entry => entry.Rejected).Where(record => record.IsChanged).Select(record => (record.Partition, record.Ordinal)).ToHashSet();
        var asRead = await FindAsync(changed, cancellationToken);
        foreach (var (state, rejected) in waiting)
            await attempt.SaveAsync(state, [.. rejected.Select(record => AsRead(record, asRead))], cancellationToken);
        waiting.Clear();
        bytes = 0;
    }

    private static RejectedRecord AsRead(RejectedRecord record, IReadOnlyDictionary<(int Partition, long Ordinal), byte[]> found) =>
        record.IsChanged && found.TryGetValue((record.Partition, record.Ordinal), out var own) ? record with { Record = own, IsChanged = false } : record;

    private async Task<IReadOnlyDictionary<(int Partition, long Ordinal), byte[]>> FindAsync(HashSet<(int Partition, long Ordinal)> wanted, CancellationToken cancellationToken)
    {
        try
        {
            return await source.FindAsync(wanted, cancellationToken);
        }
        catch (ConnectorException failure) when (failure.Class != ErrorClass.Transient)
        {
            // Everything else is done already; what a step has left of a record is better than a run that fails for its sake.
            run.Log?.Warning("rejected_not_read_again", "source", "Rejected records are kept as the steps left them: {reason}", ("reason", failure.Message));
            return new Dictionary<(int, long), byte[]>();
        }
    }
}
