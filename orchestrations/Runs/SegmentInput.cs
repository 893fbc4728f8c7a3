using DataAggregator.Core.Records;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>The input of the activities that handle one segment.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Segment">The segment's number in it.</param>
public sealed record SegmentInput(string RunId, int Partition, int Segment)
{
    /// <summary>The segment's id.</summary>
    internal SegmentId Id => new(RunId, Partition, Segment);

    /// <summary>The id of the segment before, or null for the first.</summary>
    internal SegmentId? Previous => Segment == 0 ? null : new(RunId, Partition, Segment - 1);
}
