namespace DataAggregator.Functions.Transformations;

/// <summary>The counts of a preview.</summary>
/// <param name="Read">Records that went in.</param>
/// <param name="Written">Records that came out.</param>
/// <param name="Rejected">Records that were rejected.</param>
/// <param name="Filtered">Records that were filtered out.</param>
public sealed record PreviewStats(long Read, long Written, long Rejected, long Filtered);
