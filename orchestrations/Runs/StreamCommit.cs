using DataAggregator.Core.Incremental;
using DataAggregator.Core.Runs;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Moves the state of a run's stream once all of its records are delivered, before the run is over; a repeated activity finds it moved.</summary>
/// <param name="states">Where states are kept.</param>
/// <param name="logger">Gets what users should know.</param>
public sealed class StreamCommit(IStreamStateStore states, ILogger<StreamCommit> logger)
{
    internal async Task CommitAsync(Run run, RunPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Stream is not { Commits: true } stream)
            return;
        FaultPoint.Reach("state_saving");
        var reached = await states.ReachedAsync(run.Id, cancellationToken);
        var advance = new StreamAdvance(run.Id, run.Epoch, stream.CursorField, reached, plan.Source.NextState, stream.BaseVersion, stream.IsFull);
        if (await states.AdvanceAsync(run.PipelineId, stream.Name, advance, cancellationToken) && reached is { TooMany: true })
            logger.CursorTooCoarse(run.Id, stream.CursorField!, reached.Value);
        FaultPoint.Reach("state_saved");
    }
}
