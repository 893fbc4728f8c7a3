using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>
/// Carries out the steps of a run from the first on that needs the whole run: reads every partition, from its sealed segments or straight from a
/// repeatable source, and seals what comes out. A repeated activity does it again and adopts the segments that were sealed: what comes out,
/// and where it is cut, is the same every time.
/// </summary>
public sealed class GatherRun(RunPreparation preparation, SegmentDelivery delivery, IRunStore runs, ISegmentStore segments)
{
    /// <summary>Seals what comes out; the number of segments.</summary>
    [Function(nameof(GatherRun))]
    public Task<Outcome<int>> RunAsync([ActivityTrigger] RunGeneration generation, CancellationToken cancellationToken) =>
        preparation.WorkAsync("transformations", generation, (prepared, token) => GatherAsync(prepared, generation, token), cancellationToken);

    private async Task<int> GatherAsync(PreparedRun prepared, RunGeneration generation, CancellationToken cancellationToken)
    {
        var plan = await runs.FindPlanAsync(generation.RunId, cancellationToken) ?? throw new InvalidOperationException($"The run {generation.RunId} has no plan.");
        var program = prepared.Compile(plan.NamedInputs);
        await using var gathering = program.OpenGathering(prepared.Resources);
        var before = Silent(program.OpenChain(prepared.Resources).Counts, prepared.SourceType);
        var output = new GatheredSegments(generation, plan.GatheredSegmentRecords!.Value, gathering, before, runs, segments, CheckAsync);
        if (await output.CountSealedAsync(cancellationToken) is { } count)
            return count;
        var reading = new PartitionReading(prepared, plan, runs, segments, CheckAsync);
        var partitions = plan.Source.Partitions.Select(partition => reading.ReadAsync(partition.Index, cancellationToken)).ToList();
        count = await output.SealAsync(ReadAsync(prepared, gathering, partitions, cancellationToken), cancellationToken);
        FaultPoint.Reach("run_gathered");
        await delivery.CheckStopLossAsync(prepared, cancellationToken);
        return count;

        Task CheckAsync(CancellationToken token) => delivery.CheckStopLossAsync(prepared, token);
    }

    /// <summary>The books of the steps before, without a count: they keep the places of the steps in the sums, and are counted where partitions are read.</summary>
    private static List<StepCounts> Silent(IReadOnlyList<StepCounts> chain, string sourceType) =>
        [new StepCounts { Name = "source", Type = sourceType }, .. chain];

    private async IAsyncEnumerable<TransformResult> ReadAsync(
        PreparedRun prepared, IGathering gathering, IReadOnlyList<IAsyncEnumerable<RecordBatch>> partitions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var result in gathering.RunAsync(partitions, (partition, number, rejected, token) => SaveAsync(prepared, partition, number, rejected, token), cancellationToken))
        {
            prepared.Watch.ThrowIfStopped();
            yield return result;
        }
    }

    private async ValueTask SaveAsync(PreparedRun prepared, int partition, int number, IReadOnlyList<RejectedRecord> rejected, CancellationToken cancellationToken)
    {
        var id = new SegmentId(prepared.Run.Id, RunPartitions.GatheringRejected + partition, number);
        await runs.SaveSegmentAsync(new SegmentState(id, 0, 0, null, [], null, 0), rejected, prepared.Run.Epoch, cancellationToken);
        await delivery.CheckStopLossAsync(prepared, cancellationToken);
    }
}
