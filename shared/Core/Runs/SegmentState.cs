using DataAggregator.Core.Connectors;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Runs;

/// <summary>What the run ledger knows of one segment. Saved again with the same id, it replaces what was there.</summary>
/// <param name="Id">The segment.</param>
/// <param name="Read">Records read from the source for it.</param>
/// <param name="BytesRead">Bytes read from the source for it.</param>
/// <param name="Written">Records delivered to the first destination; null before delivery.</param>
/// <param name="Steps">The books of each step for this segment.</param>
/// <param name="Position">Where the source goes on after it; null at the partition's end.</param>
/// <param name="NextOrdinal">The ordinal in the partition of the record after it.</param>
public sealed record SegmentState(
    SegmentId Id, long Read, long BytesRead, long? Written, IReadOnlyList<StepCounts> Steps, string? Position, long NextOrdinal)
{
    /// <summary>What became of the values of the source's fields, for the fields of which any was coerced or rejected.</summary>
    public IReadOnlyList<FieldCounts> Fields { get; init; } = [];

    /// <summary>Whether every destination has acknowledged it.</summary>
    public bool Delivered { get; init; }

    /// <summary>How far it reached, where the source is read incrementally and it had records.</summary>
    public CursorMark? Mark { get; init; }
}
