using DataAggregator.Core.Records;

namespace DataAggregator.Core.Connectors;

/// <summary>What to read.</summary>
/// <param name="Partition">A partition of the plan.</param>
/// <param name="Schema">The plan's schema: types are frozen (but see <see cref="Widens"/>), a value that does not fit is rejected; a field that is new is inferred.</param>
/// <param name="Position">Where to go on: the <see cref="SourceBatch.Position"/> of the last batch kept, null for the partition's start.</param>
/// <param name="FirstOrdinal">The ordinal in the partition of the next record.</param>
public sealed record ReadRequest(SourcePartition Partition, Schema Schema, string? Position, long FirstOrdinal)
{
    /// <summary>
    /// Whether a source that saw but its first records when it was planned, as an API its first page, gives a field of inferred type a wider one where later
    /// values need it: decimal for whole and other numbers, json for all else, in which each value keeps its type and its digits.
    /// </summary>
    public bool Widens { get; init; }

    /// <summary>A field whose type stays all the same; null for none.</summary>
    public string? CursorField { get; init; }

    /// <summary>
    /// How long a source waits at a time for what it may not do now, as where its rate limit is used up; else it fails with a transient error that says how long to leave it
    /// alone. Without end, unless the caller can try again later and lose nothing.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.MaxValue;
}
