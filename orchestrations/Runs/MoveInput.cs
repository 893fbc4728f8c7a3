namespace DataAggregator.Orchestrations.Runs;

/// <summary>The input of <see cref="Activities.MoveSegments"/>.</summary>
/// <param name="Generation">The run, and the epoch that works on it.</param>
/// <param name="Next">The first segment that may still have to be moved.</param>
/// <param name="EndPartition">The partition before which to stop.</param>
public sealed record MoveInput(RunGeneration Generation, SegmentPlace Next, int EndPartition);
