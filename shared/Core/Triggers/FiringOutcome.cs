using DataAggregator.Core.Runs.Ends;

namespace DataAggregator.Core.Triggers;

/// <summary>What came of a firing.</summary>
/// <param name="Result">In a word.</param>
/// <param name="RunId">The run that it started, now or when it was first told; null where there is none.</param>
/// <param name="Follows">What has to be begun and stopped for it.</param>
public sealed record FiringOutcome(FiringResult Result, string? RunId, RunEndOutcome Follows);
