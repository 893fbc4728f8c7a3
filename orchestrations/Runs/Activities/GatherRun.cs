using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>
/// Carries out the steps of a run from the first on that needs the whole run: reads every partition, from its sealed segments or straight from a
/// repeatable source, and seals what comes out. A repeated activity takes what was sealed to the end, else does all of it
/// again, as an attempt of its own.
/// </summary>
public sealed class GatherRun(RunPreparation preparation, SegmentDelivery delivery, IRunStore runs, ISegmentStore segments)
{
    // Results are merged by one processor while another seals those before.
    private const int ResultsAhead = 2;

    /// <summary>Seals what comes out.</summary>
    [Function(nameof(GatherRun))]
    public Task<Outcome<GatheredOutline>> RunAsync([ActivityTrigger] RunGeneration generation, CancellationToken cancellationToken) =>
        preparation.WorkAsync("transformations", generation, (prepared, token) => GatherAsync(prepared, generation, token), cancellationToken);

    private async Task<GatheredOutline> GatherAsync(PreparedRun prepared, RunGeneration generation, CancellationToken cancellationToken)
    {
        var plan = await runs.FindPlanAsync(generation.RunId, cancellationToken) ?? throw new InvalidOperationException($"The run {generation.RunId} has no plan.");
        var attempt = await GatheringAttempt.BeginAsync(generation, runs, segments, cancellationToken);
        if (await attempt.FindEarlierAsync(cancellationToken) is { } earlier)
            return earlier;
        await attempt.ForgetEarlierAsync(cancellationToken);
        var program = prepared.Compile(plan.NamedInputs);
        await using var gathering = program.OpenGathering(prepared.Resources);
        var chain = program.OpenChain(prepared.Resources).Counts;
        var before = Silent(chain, prepared.SourceType);
        using var rejects = new GatheringRejects(prepared, attempt, new RejectedSource(prepared, plan, isSealedAsRead: chain.Count == 0, runs, segments));
        var output = new GatheredSegments(attempt, rejects, plan.GatheredSegmentRecords!.Value, gathering, before, segments, CheckAsync);
        var reading = new PartitionReading(prepared, plan, runs, segments, CheckAsync);
        var partitions = plan.Source.Partitions.Select(partition => reading.ReadAsync(partition.Index, cancellationToken)).ToList();
        await using var results = new Prefetch<TransformResult>(
            token => ReadAsync(prepared, attempt, rejects, gathering, partitions, token), static result => result.Batch.Dispose(), ResultsAhead, cancellationToken);
        var outline = await output.SealAsync(results.ReadAsync(cancellationToken), cancellationToken);
        FaultPoint.Reach("run_gathered");
        await delivery.CheckStopLossAsync(prepared, cancellationToken);
        return outline;

        Task CheckAsync(CancellationToken token) => delivery.CheckStopLossAsync(prepared, token);
    }

    /// <summary>The books of the steps before, without a count: they keep the places of the steps in the sums, and are counted where partitions are read.</summary>
    private static List<StepCounts> Silent(IReadOnlyList<StepCounts> chain, string sourceType) =>
        [new StepCounts { Name = "source", Type = sourceType }, .. chain];

    private async IAsyncEnumerable<TransformResult> ReadAsync(
        PreparedRun prepared,
        GatheringAttempt attempt,
        GatheringRejects rejects,
        IGathering gathering,
        IReadOnlyList<IAsyncEnumerable<RecordBatch>> partitions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var result in gathering.RunAsync(
            partitions, (partition, number, rejected, token) => SaveAsync(prepared, rejects, attempt.Rejected(partition, number), rejected, token), cancellationToken))
        {
            prepared.Watch.ThrowIfStopped();
            yield return result;
        }
    }

    private async ValueTask SaveAsync(PreparedRun prepared, GatheringRejects rejects, SegmentId id, IReadOnlyList<RejectedRecord> rejected, CancellationToken cancellationToken)
    {
        await rejects.SaveAsync(new SegmentState(id, 0, 0, null, [], null, 0), rejected, cancellationToken);
        await delivery.CheckStopLossAsync(prepared, cancellationToken);
    }
}
