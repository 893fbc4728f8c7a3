using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Runs;

/// <summary>What a run ended with.</summary>
/// <param name="Status">A terminal status.</param>
/// <param name="Totals">Its sums.</param>
/// <param name="Steps">The books of every step.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Kept">Whether what it delivered so far, and its segments, are kept for a retry.</param>
public sealed record RunResult(RunStatus Status, RunTotals Totals, IReadOnlyList<StepCounts> Steps, RunError? Error, bool Kept = false);
