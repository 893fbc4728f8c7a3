namespace DataAggregator.Emulator.Durable;

/// <summary>
/// Keeps a second process away from a store: this process is the lease of all work in flight. The operating system gives the
/// lock back when the process ends, also when it is killed.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream file;

    public StoreLock(string databasePath)
    {
        try
        {
            file = new FileStream(databasePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (IsTaken(error))
        {
            throw new InvalidOperationException(
                $"The durable store '{databasePath}' is in use by another process. Stop the other copy, or choose another data directory.", error);
        }
    }

    public void Dispose() => file.Dispose();

    // A sharing or lock violation on Windows; EWOULDBLOCK on Linux and on macOS.
    private static bool IsTaken(IOException error) => (error.HResult & 0xFFFF) is 32 or 33 or 11 or 35;
}
