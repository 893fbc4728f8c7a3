namespace DataAggregator.Orchestrations.Runs;

/// <summary>The input of <see cref="Activities.MoveSegments"/>.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Next">The first segment that is still to be moved.</param>
/// <param name="EndPartition">The partition before which to stop.</param>
public sealed record MoveInput(string RunId, SegmentPlace Next, int EndPartition);
