using DataAggregator.Orchestrations.Runs;

namespace DataAggregator.Orchestrations.Quality;

/// <summary>What the expectations of a run came to.</summary>
/// <param name="Failure">The failure of the run when one of severity error is not met, else null.</param>
/// <param name="HasUnmet">Whether one is not met, whatever its severity.</param>
internal sealed record QualityVerdict(RunFailure? Failure, bool HasUnmet)
{
    /// <summary>All are met.</summary>
    public static QualityVerdict Met { get; } = new(null, false);
}
