using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>
/// Reads one bounded slice of a source, passes it through the steps and seals it. A repeated activity that finds the segment sealed adopts
/// it: a source that moves while it is read is read once.
/// </summary>
public sealed class ExtractSegment(RunPreparation preparation, SegmentDelivery delivery, IRunStore runs, ISegmentStore segments)
{
    /// <summary>Seals the segment; true when the partition goes on after it.</summary>
    [Function(nameof(ExtractSegment))]
    public Task<Outcome<bool>> RunAsync([ActivityTrigger] SegmentInput input, CancellationToken cancellationToken) =>
        preparation.WorkAsync("source", input.RunId, async prepared =>
        {
            var plan = await runs.FindPlanAsync(input.RunId, cancellationToken) ?? throw new InvalidOperationException($"The run {input.RunId} has no plan.");
            if (!await segments.ExistsAsync(input.Id, cancellationToken))
                await SealAsync(prepared, plan, input, cancellationToken);
            await delivery.CheckStopLossAsync(prepared, cancellationToken);
            var state = await runs.FindSegmentAsync(input.Id, cancellationToken) ?? throw new InvalidOperationException($"The ledger lost segment {input.Id}.");
            return state.Position is not null;
        }, cancellationToken);

    private async Task SealAsync(PreparedRun prepared, RunPlan plan, SegmentInput input, CancellationToken cancellationToken)
    {
        var previous = input.Previous is { } before ? await runs.FindSegmentAsync(before, cancellationToken) : null;
        var limit = await delivery.RemainingAsync(prepared.Run, input.Id, cancellationToken);
        var flow = new SegmentFlow(prepared, plan, input.Id, previous, limit, token => delivery.ThrowIfCancelledAsync(input.RunId, token));
        await segments.SealAsync(
            input.Id,
            async (stream, token) =>
            {
                var writer = new SegmentWriter(stream);
                await foreach (var batch in flow.ReadAsync(token))
                {
                    using (batch)
                        await writer.WriteAsync(batch, token);
                }

                // Saved before the seal: whoever finds the segment sealed finds its books too.
                await runs.SaveSegmentAsync(flow.ToState(null, flow.Steps), flow.Rejected, token);
                FaultPoint.Reach("books_saved");
                await writer.CompleteAsync(flow.Position, null, token);
            },
            cancellationToken);
    }
}
