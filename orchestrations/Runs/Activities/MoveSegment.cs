using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>
/// Reads, transforms and writes one segment of a repeatable source without staging it. The segment's books and dead letters are saved
/// before the destination commits, so a crash in between only repeats them.
/// </summary>
public sealed class MoveSegment(RunPreparation preparation, SegmentDelivery delivery, IRunStore runs)
{
    /// <summary>Moves the segment; true when the partition goes on after it.</summary>
    [Function(nameof(MoveSegment))]
    public Task<Outcome<bool>> RunAsync([ActivityTrigger] SegmentInput input, CancellationToken cancellationToken) =>
        preparation.WorkAsync("source", input.RunId, async prepared =>
        {
            var plan = await runs.FindPlanAsync(input.RunId, cancellationToken) ?? throw new InvalidOperationException($"The run {input.RunId} has no plan.");
            var previous = input.Previous is { } before ? await runs.FindSegmentAsync(before, cancellationToken) : null;
            var limit = await delivery.RemainingAsync(prepared.Run, input.Id, cancellationToken);
            var flow = new SegmentFlow(prepared, plan, input.Id, previous, limit, token => delivery.ThrowIfCancelledAsync(input.RunId, token));
            if (prepared.Run.DryRun)
                await ReadOnlyAsync(flow, cancellationToken);
            else
                await WriteAsync(prepared, plan, flow, input.Id, cancellationToken);
            FaultPoint.Reach("segment_delivered");
            await delivery.CheckStopLossAsync(prepared, cancellationToken);
            var state = await runs.FindSegmentAsync(input.Id, cancellationToken) ?? throw new InvalidOperationException($"The ledger lost segment {input.Id}.");
            return state.Position is not null;
        }, cancellationToken);

    private async Task ReadOnlyAsync(SegmentFlow flow, CancellationToken cancellationToken)
    {
        await foreach (var batch in flow.ReadAsync(cancellationToken))
            batch.Dispose();
        await runs.SaveSegmentAsync(flow.ToState(0, flow.Steps), flow.Rejected, cancellationToken);
    }

    private async Task WriteAsync(PreparedRun prepared, RunPlan plan, SegmentFlow flow, SegmentId id, CancellationToken cancellationToken)
    {
        var destination = prepared.Destinations[0];
        var write = new SegmentWrite
        {
            Id = id,
            Target = prepared.Target(plan, 0),
            Batches = flow.ReadAsync(cancellationToken),
            BeforeCommit = async (refused, token) =>
            {
                await delivery.ThrowIfCancelledAsync(id.RunId, token);
                var books = SegmentDelivery.Books(destination, flow.Out, refused.Count);
                await runs.SaveSegmentAsync(flow.ToState(books.Out, [.. flow.Steps, books]), [.. flow.Rejected, .. refused], token);
                FaultPoint.Reach("books_saved");
            },
        };
        await destination.Connector.WriteAsync(destination.Config, write, cancellationToken);
    }
}
