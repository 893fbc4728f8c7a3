using DataAggregator.Core.Incremental;

namespace DataAggregator.Core.Runs;

/// <summary>What a run reads of a source that is read incrementally, where it is not simply what is new.</summary>
public sealed record RunReading
{
    /// <summary>Whether everything is read, whatever was read before.</summary>
    public bool FullRefresh { get; init; }

    /// <summary>Whether a user accepts that records which the destination holds already are written again.</summary>
    public bool Confirmed { get; init; }

    /// <summary>The part that a backfill reads; such a run leaves the state alone.</summary>
    public CursorBounds? Bounds { get; init; }
}
