namespace DataAggregator.Local.Processes;

/// <summary>Locks between processes: an open file that nobody else can open; the system lets go of it when its holder ends, however it ends.</summary>
internal static class FileLock
{
    /// <summary>Takes the lock, or gives null when another process has it.</summary>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException held) when (held is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The lock file; its folder exists.</param>
    /// <param name="onWait">Called once, when another process has it.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<FileStream> TakeAsync(string path, Action onWait, CancellationToken ct)
    {
        if (TryTake(path) is { } free)
            return free;
        onWait();
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
            if (TryTake(path) is { } taken)
                return taken;
        }
    }
}
