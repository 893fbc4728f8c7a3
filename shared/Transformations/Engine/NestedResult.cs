using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine;

/// <summary>What steps inside a step made of its records.</summary>
/// <param name="Rejected">The records that failed a rule.</param>
/// <param name="Parents">The row that each result row came of, where some step made several records of one; else null.</param>
internal sealed record NestedResult(IReadOnlyList<RejectedRecord> Rejected, int[]? Parents)
{
    /// <summary>Records that filters left behind.</summary>
    public long Filtered { get; init; }

    /// <summary>Records that steps made.</summary>
    public long Added { get; init; }

    /// <summary>Records that passed in spite of a failed rule.</summary>
    public long Warned { get; init; }

    /// <summary>Values that an operation found nothing to change in.</summary>
    public long Unmatched { get; init; }
}
