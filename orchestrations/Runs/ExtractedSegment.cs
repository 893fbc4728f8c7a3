namespace DataAggregator.Orchestrations.Runs;

/// <summary>What an extraction came to.</summary>
/// <param name="Segment">The segment that is sealed and to be loaded; null when all that are left of the partition are delivered.</param>
/// <param name="GoesOn">Whether the partition goes on after it.</param>
public sealed record ExtractedSegment(int? Segment, bool GoesOn);
