using DataAggregator.Core.Incremental;

namespace DataAggregator.Core.Backfills;

/// <summary>A part of a backfill, read by one run.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Bounds">The values that it reads.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="RunId">Its run, once there is one.</param>
public sealed record BackfillChunk(int Number, CursorBounds Bounds, ChunkStatus Status, string? RunId = null)
{
    /// <summary>Whether nothing follows.</summary>
    public bool IsOver => Status is not ChunkStatus.Pending and not ChunkStatus.Running;
}
