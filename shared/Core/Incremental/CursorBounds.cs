namespace DataAggregator.Core.Incremental;

/// <summary>The part of a source that one run of a backfill reads.</summary>
/// <param name="From">The first value, included.</param>
/// <param name="To">The value to stop before.</param>
public sealed record CursorBounds(string From, string To);
