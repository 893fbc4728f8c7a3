using System.Text.Json;

namespace DataAggregator.Connectors.Files;

/// <summary>
/// What of a delivery is in the file for good: one line of JSON each time that grows, forced to the disk. The last whole line holds; one
/// that a crash cut off is none.
/// </summary>
internal sealed class FileProgress
{
    private readonly string path;
    private long validLength;

    private FileProgress(string path) => this.path = path;

    /// <summary>The newest entry; null before the first.</summary>
    public FileProgressEntry? Last { get; private set; }

    /// <summary>Records of each segment that is committed.</summary>
    public Dictionary<string, long> Segments { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the progress kept at a path; without a file there is none.</summary>
    public static async Task<FileProgress> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var progress = new FileProgress(path);
        if (!File.Exists(path))
            return progress;
        var text = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        while (text.AsSpan((int)progress.validLength).IndexOf((byte)'\n') is >= 0 and var end)
        {
            progress.Take(JsonSerializer.Deserialize<FileProgressEntry>(text.AsSpan((int)progress.validLength, end))!);
            progress.validLength += end + 1;
        }

        return progress;
    }

    /// <summary>Adds an entry; when this returns, it is on the disk.</summary>
    public async Task SaveAsync(FileProgressEntry entry, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        file.SetLength(validLength);
        file.Position = validLength;
        await file.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(entry), (byte)'\n'], cancellationToken).ConfigureAwait(false);
        file.Flush(flushToDisk: true);
        validLength = file.Length;
        Take(entry);
    }

    /// <summary>Forgets the delivery: it is done.</summary>
    public void Delete() => File.Delete(path);

    private void Take(FileProgressEntry entry)
    {
        Last = entry;
        if (entry.Segment is not null)
            Segments[entry.Segment] = entry.SegmentRecords;
    }
}
