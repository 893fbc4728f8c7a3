using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// One attempt at the steps that need the whole run. What an API answers in the middle of them, or the time of day, may differ the next time, so that segments of two
/// attempts do not fit together: each attempt seals under partitions of its own, and only one that came to its end is loaded, by later generations of the run, too.
/// Of the others, the ledger is rid before a new one goes to work.
/// </summary>
internal sealed class GatheringAttempt
{
    private static readonly ReadOnlyMemory<byte> Mark = "begun"u8.ToArray();
    private readonly ISegmentStore segments;
    private readonly IRunStore runs;
    private readonly RunGeneration generation;
    private readonly int number;

    private GatheringAttempt(RunGeneration generation, int number, IRunStore runs, ISegmentStore segments)
    {
        this.segments = segments;
        this.runs = runs;
        this.generation = generation;
        this.number = number;
    }

    /// <summary>The partition of what comes out.</summary>
    public int Partition => RunPartitions.Gathered + number;

    /// <summary>Begins the next attempt; two that begin at once get numbers of their own.</summary>
    public static async Task<GatheringAttempt> BeginAsync(RunGeneration generation, IRunStore runs, ISegmentStore segments, CancellationToken cancellationToken)
    {
        var number = 0;
        while (!await segments.SealAsync(Begun(generation.RunId, number), (stream, token) => stream.WriteAsync(Mark, token).AsTask(), cancellationToken))
            number++;
        return new GatheringAttempt(generation, number, runs, segments);
    }

    /// <summary>What an earlier attempt sealed to its end; null when none did.</summary>
    public async Task<GatheredOutline?> FindEarlierAsync(CancellationToken cancellationToken)
    {
        for (var earlier = number - 1; earlier >= 0; earlier--)
        {
            var partition = RunPartitions.Gathered + earlier;
            if (await CountSealedAsync(partition, cancellationToken) is { } count)
                return new GatheredOutline(partition, count);
        }

        return null;
    }

    /// <summary>Rids the ledger of what earlier attempts did in vain.</summary>
    public async Task ForgetEarlierAsync(CancellationToken cancellationToken)
    {
        if (number == 0)
            return;
        await runs.ForgetSegmentsAsync(generation.RunId, RunPartitions.Gathered, Partition, generation.Epoch, cancellationToken);
        await runs.ForgetSegmentsAsync(generation.RunId, RunPartitions.GatheringRejected, FirstRejected, generation.Epoch, cancellationToken);
    }

    /// <summary>The segment of what comes out.</summary>
    public SegmentId Result(int ordinal) => new(generation.RunId, Partition, ordinal);

    /// <summary>The place in the ledger of records that were rejected while a partition was read.</summary>
    public SegmentId Rejected(int partition, int ordinal) => new(generation.RunId, FirstRejected + partition, ordinal);

    /// <summary>Saves in the ledger what this attempt did, unless a later one has begun: then this one is of no use any more.</summary>
    public async Task SaveAsync(SegmentState state, IReadOnlyList<RejectedRecord> rejected, CancellationToken cancellationToken)
    {
        if (await segments.ExistsAsync(Begun(generation.RunId, number + 1), cancellationToken))
            throw new OperationCanceledException($"The run {generation.RunId} is gathered by another attempt.");
        await runs.SaveSegmentAsync(state, rejected, generation.Epoch, cancellationToken);
    }

    private int FirstRejected => RunPartitions.GatheringRejected + (number * RunPartitions.RejectedAnAttempt);

    private async Task<int?> CountSealedAsync(int partition, CancellationToken cancellationToken)
    {
        for (var ordinal = 0; ; ordinal++)
        {
            var id = new SegmentId(generation.RunId, partition, ordinal);
            if (await runs.FindSegmentAsync(id, cancellationToken) is not { } state || !await segments.ExistsAsync(id, cancellationToken))
                return null;
            if (state.Position is null)
                return ordinal + 1;
        }
    }

    private static SegmentId Begun(string runId, int number) => new(runId, RunPartitions.GatheringBegun + number, 0);
}
