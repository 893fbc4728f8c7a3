using System.Globalization;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Moves the state of a run's stream once all of its records are delivered, before the run is over; a repeated activity finds it moved.</summary>
/// <param name="states">Where states are kept.</param>
public sealed class StreamCommit(IStreamStateStore states)
{
    /// <summary>Moves the state; what to warn of, or null.</summary>
    internal async Task<RunError?> CommitAsync(Run run, RunPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Stream is not { Commits: true } stream)
            return null;
        FaultPoint.Reach("state_saving");
        var reached = await states.ReachedAsync(run.Id, cancellationToken);
        var advance = new StreamAdvance(run.Id, run.Epoch, stream.CursorField, reached, plan.Source.NextState, stream.BaseVersion, stream.IsFull);
        await states.AdvanceAsync(run.PipelineId, stream.Name, advance, cancellationToken);
        FaultPoint.Reach("state_saved");
        return reached is { TooMany: true } ? TooCoarse(stream.CursorField!, reached.Value) : null;
    }

    private static RunError TooCoarse(string field, string value) => new(
        "cursor_too_coarse",
        string.Create(CultureInfo.InvariantCulture, $"More than {CursorMark.MaxKeys} records have the newest value of the cursor field, {field} = {value}: the next run reads behind it, and misses records of this value that come later."),
        "source",
        "Take a cursor field with finer values, or set incremental.lookback with write_mode upsert or append_dedup.",
        ErrorClass.Data);
}
