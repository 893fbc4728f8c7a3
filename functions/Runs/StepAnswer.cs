using DataAggregator.Core.Transformations;

namespace DataAggregator.Functions.Runs;

/// <summary>The books of one step as the API shows them.</summary>
public sealed record StepAnswer(
    string Name, string Type, long In, long Out, long Filtered, long Rejected, long Deduplicated, long Absorbed, long Added, long Warned, long Unmatched, double DurationMs)
{
    /// <summary>The answer for a step's counts.</summary>
    public static StepAnswer Of(StepCounts counts) => new(
        counts.Name,
        counts.Type,
        counts.In,
        counts.Out,
        counts.Filtered,
        counts.Rejected,
        counts.Deduplicated,
        counts.Absorbed,
        counts.Added,
        counts.Warned,
        counts.Unmatched,
        counts.DurationMicroseconds / 1000.0);
}
