namespace DataAggregator.Core.Records;

/// <summary>
/// Where sealed segments wait between extract and load: the local disk, Blob Storage on Azure. A segment is written once, under a name
/// that says what it is, and never changed. The bytes are the segment format's.
/// </summary>
public interface ISegmentStore
{
    /// <summary>How the blocks of segments are best written for this store.</summary>
    SegmentCompression Compression { get; }

    /// <summary>Whether the segment is sealed.</summary>
    Task<bool> ExistsAsync(SegmentId id, CancellationToken cancellationToken);

    /// <summary>Creates the segment from what <paramref name="write"/> writes; nothing is visible before it has returned.</summary>
    /// <returns>False when it was sealed before: then the existing one stays and is the truth.</returns>
    Task<bool> SealAsync(SegmentId id, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>Opens a sealed segment, seekable.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    Task<Stream> OpenAsync(SegmentId id, CancellationToken cancellationToken);

    /// <summary>Deletes every segment of a run. Idempotent.</summary>
    Task DeleteAsync(string runId, CancellationToken cancellationToken);
}
