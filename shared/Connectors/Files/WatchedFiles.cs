using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Triggers;

namespace DataAggregator.Connectors.Files;

/// <summary>The files that triggers watch, on local and mounted disks.</summary>
public sealed class WatchedFiles(IFileRoots roots) : IWatchedFiles
{
    /// <inheritdoc/>
    public void Check(string path, string at, Problems problems)
    {
        try
        {
            FileSearch.Find(roots, path);
        }
        catch (ConnectorException absent) when (absent.Code == "file_not_found")
        {
            // It is waited for.
        }
        catch (ConnectorException refused)
        {
            problems.Add(at, $"{refused.Message} {refused.Hint}");
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add(at, $"cannot be looked at: {unusable.Message}");
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SeenFile> List(string path)
    {
        try
        {
            return [.. FileSearch.Find(roots, path).Select(See).OfType<SeenFile>()];
        }
        catch (ConnectorException absent) when (absent.Code == "file_not_found")
        {
            return [];
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Of(path, unusable);
        }
    }

    private static SeenFile? See(string path)
    {
        var file = new FileInfo(path);
        try
        {
            return file.Exists ? new SeenFile(path, file.Length, file.LastWriteTimeUtc.Ticks) : null;
        }
        catch (FileNotFoundException)
        {
            // It went while it was looked at.
            return null;
        }
    }
}
