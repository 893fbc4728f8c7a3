using DataAggregator.Core.Connectors;

namespace DataAggregator.Functions.Runs;

/// <summary>What became of the values of a field while the source was read.</summary>
public sealed record FieldCountsAnswer(string Name, long Coerced, long Rejected)
{
    /// <summary>The answer for a field.</summary>
    public static FieldCountsAnswer Of(FieldCounts counts) => new(counts.Field, counts.Coerced, counts.Rejected);
}
