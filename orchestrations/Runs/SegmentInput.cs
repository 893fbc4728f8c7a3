using DataAggregator.Core.Records;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>The input of the activities that handle one segment.</summary>
/// <param name="Generation">The run, and the epoch that works on it.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Segment">The segment's number in it.</param>
/// <param name="IsInFlight">Whether it is finished although the run is to be held.</param>
public sealed record SegmentInput(RunGeneration Generation, int Partition, int Segment, bool IsInFlight = false)
{
    /// <summary>The segment's id.</summary>
    internal SegmentId Id => new(Generation.RunId, Partition, Segment);
}
