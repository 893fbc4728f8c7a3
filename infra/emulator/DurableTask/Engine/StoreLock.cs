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
        catch (IOException error)
        {
            throw new InvalidOperationException(
                $"The durable store '{databasePath}' is in use by another process. Stop the other copy, or choose another data directory.", error);
        }
    }

    public void Dispose() => file.Dispose();
}
