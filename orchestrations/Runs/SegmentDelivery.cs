using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>What every delivery of a segment has in common: the books of a destination, the stop-loss.</summary>
/// <param name="runs">The run ledger.</param>
public sealed class SegmentDelivery(IRunStore runs)
{
    internal static StepCounts Books(PreparedDestination destination, long delivered, long refused) => new()
    {
        Name = destination.Step,
        Type = destination.Type,
        In = delivered,
        Out = delivered - refused,
        Rejected = refused,
    };

    /// <summary>Records still wanted of a limited run, the segment at hand left aside; null for all.</summary>
    internal async Task<long?> RemainingAsync(Run run, SegmentId id, CancellationToken cancellationToken)
    {
        if (run.Limit is not { } limit)
            return null;
        var (totals, _) = await runs.SumSegmentsAsync(run.Id, cancellationToken);
        var own = await runs.FindSegmentAsync(id, cancellationToken);
        return limit - totals.Read + (own?.Read ?? 0);
    }

    /// <summary>Stops the run when it has rejected more than <c>max_errors</c> allows.</summary>
    internal async Task CheckStopLossAsync(PreparedRun prepared, CancellationToken cancellationToken)
    {
        if (StopLoss.Parse(prepared.Definition.ErrorHandling.MaxErrors) is not { } stopLoss)
            return;
        var (totals, _) = await runs.SumSegmentsAsync(prepared.Run.Id, cancellationToken);
        stopLoss.ThrowIfExceeded(totals.Rejected, totals.Read);
    }
}
