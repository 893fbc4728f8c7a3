using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Connectors;

/// <summary>How a source is read in one run. Frozen: a restarted run reads by the same plan.</summary>
/// <param name="Schema">The fields with inferred and declared types; a source whose fields only show while reading may find more later.</param>
/// <param name="Partitions">Parts that can be read apart from each other, in source order; none where nothing is new.</param>
/// <param name="Repeatable">Whether reading a partition again gives the same records for as long as its identity holds, so that nothing needs staging.</param>
public sealed record SourcePlan(Schema Schema, IReadOnlyList<SourcePartition> Partitions, bool Repeatable)
{
    /// <summary>Where the fields are from, which decides what can be said about their drift.</summary>
    public FieldOrigin Origin { get; init; }

    /// <summary>The part that is read, where the source is read incrementally by a cursor field.</summary>
    public CursorWindow? Window { get; init; }

    /// <summary>What the source has to remember once the run is over, in its own format; null where it needs nothing.</summary>
    public string? NextState { get; init; }
}
