using DataAggregator.Core.Schedules;

namespace DataAggregator.Core.Runs.Ends;

/// <summary>A run that the platform would start by itself.</summary>
/// <param name="Run">The run.</param>
/// <param name="Overlap">What happens when the pipeline's run before has not ended.</param>
public sealed record WantedRun(Run Run, RunOverlap Overlap)
{
    /// <summary>The ids of the pipelines that all have to have run, where it is started by its dependencies; empty where one end is enough.</summary>
    public IReadOnlyCollection<string> Upstreams { get; init; } = [];

    /// <summary>Whether it waits behind any number of others where its overlap lets runs wait: what it was told comes only once.</summary>
    public bool IsPatient { get; init; }

    /// <summary>The trigger of its pipeline that speaks for it; null where none does.</summary>
    public string? TriggerKey { get; init; }
}
