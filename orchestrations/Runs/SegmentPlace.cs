namespace DataAggregator.Orchestrations.Runs;

/// <summary>A segment by its place in the plan.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Segment">The segment's number in it.</param>
public sealed record SegmentPlace(int Partition, int Segment)
{
    /// <summary>The segment after one, depending on whether its partition goes on.</summary>
    internal SegmentPlace After(bool partitionGoesOn) => partitionGoesOn ? this with { Segment = Segment + 1 } : new(Partition + 1, 0);

    /// <summary>The segment after what was extracted from here on.</summary>
    internal SegmentPlace After(ExtractedSegment extracted) => (this with { Segment = extracted.Segment ?? Segment }).After(extracted.GoesOn);
}
