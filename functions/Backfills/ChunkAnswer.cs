using DataAggregator.Core.Backfills;

namespace DataAggregator.Functions.Backfills;

/// <summary>A chunk of a backfill.</summary>
/// <param name="From">The first value, included.</param>
/// <param name="To">The value to stop before.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="RunId">Its run, once there is one.</param>
public sealed record ChunkAnswer(string From, string To, ChunkStatus Status, string? RunId);
