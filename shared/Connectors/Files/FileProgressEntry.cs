namespace DataAggregator.Connectors.Files;

/// <summary>How far a delivery into a file has come.</summary>
/// <param name="Epoch">The epoch that writes.</param>
/// <param name="Length">The bytes of the file that are committed.</param>
/// <param name="HasRecords">Whether there is a record among them.</param>
/// <param name="Columns">The columns of a CSV file, once they are settled.</param>
/// <param name="Segment">The segment that was committed with this entry.</param>
/// <param name="SegmentRecords">Its records.</param>
/// <param name="IsEnded">Whether the end of the text is written, too.</param>
/// <param name="IsCompleted">Whether the file stands in its place: nothing more is done for this run.</param>
internal sealed record FileProgressEntry(
    int Epoch, long Length, bool HasRecords, IReadOnlyList<string>? Columns = null, string? Segment = null, long SegmentRecords = 0, bool IsEnded = false, bool IsCompleted = false);
