using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Orchestrations.Quality;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>
/// Reads, transforms and writes segments of a repeatable source, one after the other, without staging them. A segment's books and dead
/// letters are saved before the destination commits, so a crash in between only repeats them; a segment that is there already is not
/// written again.
/// </summary>
public sealed class MoveSegments(RunPreparation preparation, SegmentDelivery delivery, QualityGate quality, DryRuns dryRuns, IRunStore runs)
{
    // So that one activity ends within minutes; starting the next costs milliseconds.
    private const int SegmentsAtATime = 64;

    /// <summary>Moves segments, and tells where to go on.</summary>
    [Function(nameof(MoveSegments))]
    public Task<Outcome<SegmentPlace>> RunAsync([ActivityTrigger] MoveInput input, CancellationToken cancellationToken) =>
        preparation.WorkAsync("source", input.Generation, (prepared, token) => MoveAsync(prepared, input, token), cancellationToken);

    private async Task<SegmentPlace> MoveAsync(PreparedRun prepared, MoveInput input, CancellationToken cancellationToken)
    {
        var (runId, end) = (prepared.Run.Id, input.EndPartition);
        var plan = await runs.FindPlanAsync(runId, cancellationToken) ?? throw new InvalidOperationException($"The run {runId} has no plan.");
        // What an earlier generation delivered is passed over without being read.
        if (await runs.FirstUndeliveredAsync(new SegmentId(runId, input.Next.Partition, input.Next.Segment), end, cancellationToken) is not { } first)
            return new SegmentPlace(end, 0);
        // With the one at hand, as many as there are processors; a limited run counts as it goes.
        var ahead = prepared.Run.Limit is null ? prepared.Limits.Workers - 1 : 0;
        await using var flows = new ReadAhead(place => OpenAsync(prepared, plan, place, cancellationToken), end, ahead);
        var next = new SegmentPlace(first.Partition, first.Ordinal);
        for (var moved = 0; moved < SegmentsAtATime && next.Partition < end && !prepared.Watch.IsPauseRequested; moved++)
        {
            await using var flow = await flows.TakeAsync(next);
            if (prepared.Run.DryRun)
                await ReadOnlyAsync(prepared, flow, cancellationToken);
            else
                await WriteAsync(prepared, plan, flow, cancellationToken);
            FaultPoint.Reach("segment_delivered");
            await runs.AcknowledgeAsync(flow.Flow.Id, cancellationToken);
            await delivery.CheckStopLossAsync(prepared, cancellationToken);
            var state = await runs.FindSegmentAsync(flow.Flow.Id, cancellationToken) ?? throw new InvalidOperationException($"The ledger lost segment {flow.Flow.Id}.");
            prepared.Log?.Debug(
                "segment_delivered", prepared.Run.DryRun ? "source" : prepared.Destinations[0].Step, next.Partition, "Segment {segment} of partition {partition}: {read} read, {written} written",
                ("segment", next.Segment), ("partition", next.Partition), ("read", state.Read), ("written", state.Written ?? 0));
            next = next.After(state.Position is not null);
        }

        return next;
    }

    private async Task<RunningFlow> OpenAsync(PreparedRun prepared, RunPlan plan, SegmentPlace place, CancellationToken cancellationToken)
    {
        var id = new SegmentId(prepared.Run.Id, place.Partition, place.Segment);
        var previous = place.Segment == 0 ? null : await runs.FindSegmentAsync(id with { Ordinal = place.Segment - 1 }, cancellationToken);
        var limit = await delivery.RemainingAsync(prepared.Run, id, cancellationToken);
        // What waits is most of the memory of a run. With eight batches, most of a segment, a flow seldom stops for the one before: with five a run took 5 % longer, with
        // sixteen no less. Where several writers are at work, each waits for its destination while the others use the processors: less is enough, and memory counts as often.
        var batchesAhead = plan.MaxWriters > 1 ? 2 : 8;
        return new RunningFlow(new SegmentFlow(prepared, plan, id, previous, limit), batchesAhead, cancellationToken);
    }

    private async Task ReadOnlyAsync(PreparedRun prepared, RunningFlow running, CancellationToken cancellationToken)
    {
        var flow = running.Flow;
        var watch = quality.Watch(prepared, flow.Id);
        await dryRuns.TakeAsync(flow.Id, watch.Over(running.ReadAsync(cancellationToken), cancellationToken), cancellationToken);
        await watch.SaveAsync(cancellationToken);
        await runs.SaveSegmentAsync(flow.ToState(0, flow.Steps), flow.Rejected, prepared.Run.Epoch, cancellationToken);
    }

    private async Task WriteAsync(PreparedRun prepared, RunPlan plan, RunningFlow running, CancellationToken cancellationToken)
    {
        var destination = prepared.Destinations[0];
        var flow = running.Flow;
        var watch = quality.Watch(prepared, flow.Id);
        var write = new SegmentWrite
        {
            Id = flow.Id,
            Target = prepared.Target(plan, 0),
            Batches = watch.Over(running.ReadAsync(cancellationToken), cancellationToken),
            BeforeCommit = async (refused, token) =>
            {
                await prepared.Watch.CheckAsync(token);
                await watch.SaveAsync(token);
                var books = SegmentDelivery.Books(destination, flow.Out, refused.Count);
                var asRead = await RefusedRecords.AsReadAsync(refused, prepared, flow.Request, destination.Step, token);
                await runs.SaveSegmentAsync(flow.ToState(books.Out, [.. flow.Steps, books]), [.. flow.Rejected, .. asRead], prepared.Run.Epoch, token);
                FaultPoint.Reach("books_saved");
            },
        };
        await destination.Connector.WriteAsync(destination.Config, write, cancellationToken);
    }
}
