namespace DataAggregator.Emulator.Durable;

/// <summary>The file of an engine: one writer, readers beside it, and the lock that keeps other processes away.</summary>
internal sealed class DurableStore : IAsyncDisposable
{
    private readonly StoreLock fileLock;
    private readonly SqlReaders readers;
    private readonly GroupCommit writer;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="InvalidOperationException">Another process uses it, or a newer version wrote it.</exception>
    public DurableStore(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        fileLock = new StoreLock(path);
        try
        {
            var session = new SqlSession(path, "PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA cache_size=-8000", "PRAGMA busy_timeout=10000");
            Schema.Ensure(session, path);
            readers = new SqlReaders(path);
            writer = new GroupCommit(session);
        }
        catch
        {
            fileLock.Dispose();
            throw;
        }
    }

    public T Read<T>(Func<SqlSession, T> read) => readers.Read(read);

    public Task<T> WriteAsync<T>(Func<SqlSession, T> change) => writer.WriteAsync(change);

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        readers.Dispose();
        fileLock.Dispose();
    }
}
