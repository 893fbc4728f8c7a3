using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>
/// Reads one bounded slice of a source, passes it through the steps and seals it with its books. A repeated activity that finds the segment sealed adopts
/// it: a source that moves while it is read is read once.
/// </summary>
public sealed class ExtractSegment(RunPreparation preparation, SegmentDelivery delivery, IRunStore runs, ISegmentStore segments)
{
    /// <summary>Seals the first segment from the given one on that is not delivered.</summary>
    [Function(nameof(ExtractSegment))]
    public Task<Outcome<ExtractedSegment>> RunAsync([ActivityTrigger] SegmentInput input, CancellationToken cancellationToken) =>
        preparation.WorkAsync("source", input.Generation, async (prepared, token) =>
        {
            var plan = await runs.FindPlanAsync(input.Id.RunId, token) ?? throw new InvalidOperationException($"The run {input.Id.RunId} has no plan.");
            if (await runs.FirstUndeliveredAsync(input.Id, input.Partition + 1, token) is not { } id)
                return new ExtractedSegment(null, false);
            if (!await segments.ExistsAsync(id, token))
                await SealAsync(prepared, plan, id, token);
            var state = await runs.FindSegmentAsync(id, token) ?? await AdoptAsync(prepared.Run, id, token);
            await delivery.CheckStopLossAsync(prepared, token);
            prepared.Log?.Debug(
                "segment_sealed", "source", id.Partition, "Segment {segment} of partition {partition} sealed: {read} read",
                ("segment", id.Ordinal), ("partition", id.Partition), ("read", state.Read));
            return new ExtractedSegment(id.Ordinal, state.Position is not null);
        }, cancellationToken);

    private async Task<SegmentState> AdoptAsync(Run run, SegmentId id, CancellationToken cancellationToken)
    {
        var books = await SealedBooks.ReadAsync(segments, id, cancellationToken);
        await runs.SaveSegmentAsync(books.State, books.Rejected, run.Epoch, cancellationToken);
        FaultPoint.Reach("books_saved");
        return books.State;
    }

    private async Task SealAsync(PreparedRun prepared, RunPlan plan, SegmentId id, CancellationToken cancellationToken)
    {
        var previous = id.Ordinal > 0 ? await runs.FindSegmentAsync(id with { Ordinal = id.Ordinal - 1 }, cancellationToken) : null;
        var limit = await delivery.RemainingAsync(prepared.Run, id, cancellationToken);
        var flow = new SegmentFlow(prepared, plan, id, previous, limit);
        await segments.SealAsync(
            id,
            async (stream, token) =>
            {
                var writer = new SegmentWriter(stream, segments.Compression);
                await foreach (var batch in flow.ReadAsync(token))
                {
                    using (batch)
                        await writer.WriteAsync(batch, token);
                }

                var books = new SealedBooks(flow.ToState(null, flow.Steps), flow.Rejected);
                await prepared.Watch.CheckAsync(token);
                await writer.CompleteAsync(flow.Position, books.ToDetails(), token);
            },
            cancellationToken);
    }
}
