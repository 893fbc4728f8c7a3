using System.Globalization;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Storage.Disk;

/// <summary>
/// Segments as files <c>run/partition/ordinal.segment</c> under one folder of the local disk. A segment is written and flushed under another
/// name first, and then linked to its own, which fails where there is one already.
/// </summary>
internal sealed class DiskSegmentStore(string folder) : ISegmentStore
{
    private const int BufferSize = 64 * 1024;

    public SegmentCompression Compression => SegmentCompression.None;

    public Task<bool> ExistsAsync(SegmentId id, CancellationToken cancellationToken) => Task.FromResult(File.Exists(FileOf(id)));

    public async Task<bool> SealAsync(SegmentId id, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var path = FileOf(id);
        if (File.Exists(path))
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unsealed = $"{path}.{Guid.NewGuid():N}";
        try
        {
            await using (var file = new FileStream(unsealed, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, useAsync: true))
            {
                await write(file, cancellationToken);
                await file.FlushAsync(cancellationToken);
                file.Flush(flushToDisk: true);
            }

            var sealedNow = TryMove(unsealed, path);
            if (sealedNow)
                FaultPoint.Reach("segment_sealed");
            return sealedNow;
        }
        finally
        {
            File.Delete(unsealed);
        }
    }

    public Task<Stream> OpenAsync(SegmentId id, CancellationToken cancellationToken)
    {
        var path = FileOf(id);
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no sealed segment {id}.", path);
        return Task.FromResult<Stream>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, useAsync: true));
    }

    public Task DeleteAsync(string runId, CancellationToken cancellationToken)
    {
        var run = FolderOf(runId);
        if (Directory.Exists(run))
            Directory.Delete(run, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Renames unless the target exists; on Unix by a hard link, so that of several at once only one succeeds.</summary>
    private static bool TryMove(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }

    private string FileOf(SegmentId id) =>
        Path.Combine(FolderOf(id.RunId), id.Partition.ToString("D5", CultureInfo.InvariantCulture), $"{id.Ordinal.ToString("D6", CultureInfo.InvariantCulture)}.segment");

    private string FolderOf(string runId) => Path.Combine(folder, SegmentNames.OfRun(runId));
}
