using DataAggregator.Core.Schedules;

namespace DataAggregator.Core.Runs.Ends;

/// <summary>A run that the platform would start by itself.</summary>
/// <param name="Run">The run.</param>
/// <param name="Overlap">What happens when the pipeline's run before has not ended.</param>
public sealed record WantedRun(Run Run, RunOverlap Overlap)
{
    /// <summary>The ids of the pipelines that all have to have run, where it is started by its dependencies; empty where one end is enough.</summary>
    public IReadOnlyCollection<string> Upstreams { get; init; } = [];
}
