namespace DataAggregator.Core.Records;

/// <summary>Whether the blocks of a segment are compressed.</summary>
public enum SegmentCompression
{
    /// <summary>They are not: fastest on a local disk.</summary>
    None,

    /// <summary>By Brotli at its fastest: for storage at the end of a network.</summary>
    Brotli,
}
