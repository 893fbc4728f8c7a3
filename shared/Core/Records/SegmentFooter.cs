namespace DataAggregator.Core.Records;

/// <summary>What a sealed segment says of itself.</summary>
/// <param name="Schema">The fields of all its batches; one whose type differs between batches stands with a type that holds both (decimal for numbers, else json).</param>
/// <param name="Records">Records in the segment.</param>
/// <param name="Position">Where the source goes on after this segment; null at the partition's end.</param>
/// <param name="Details">What the sealing activity wants found again with the segment (its counters), UTF-8 JSON; null for nothing.</param>
public sealed record SegmentFooter(Schema Schema, long Records, string? Position, byte[]? Details);
