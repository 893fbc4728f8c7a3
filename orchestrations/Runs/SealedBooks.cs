using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// The books of a sealed segment, which stand in the segment itself: of two attempts that read the same slice at once, the one whose segment was
/// sealed has the right ones.
/// </summary>
/// <param name="State">The segment's state.</param>
/// <param name="Rejected">The records that it lost.</param>
internal sealed record SealedBooks(SegmentState State, IReadOnlyList<RejectedRecord> Rejected)
{
    /// <summary>The books as a segment's footer holds them.</summary>
    public byte[] ToDetails() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>The books of a sealed segment.</summary>
    public static async Task<SealedBooks> ReadAsync(ISegmentStore segments, SegmentId id, CancellationToken cancellationToken)
    {
        await using var stream = await segments.OpenAsync(id, cancellationToken);
        var footer = await SegmentReader.ReadFooterAsync(stream, cancellationToken);
        return JsonSerializer.Deserialize<SealedBooks>(footer.Details) ?? throw new InvalidOperationException($"Segment {id} has no books.");
    }
}
