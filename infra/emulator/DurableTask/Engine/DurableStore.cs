namespace DataAggregator.Emulator.Durable;

/// <summary>The file of an engine: one writer, readers beside it, and the lock that keeps other processes away.</summary>
internal sealed class DurableStore : IAsyncDisposable
{
    private static readonly string[] Pragmas =
    [
        "PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA journal_size_limit=67108864", "PRAGMA cache_size=-8000", "PRAGMA busy_timeout=10000",
    ];

    private readonly StoreLock fileLock;
    private readonly SqlReaders readers;
    private readonly GroupCommit writer;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="InvalidOperationException">Another process uses it, or a newer version wrote it.</exception>
    public DurableStore(string path)
    {
        Path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        fileLock = new StoreLock(path);
        SqlSession? session = null;
        try
        {
            session = new SqlSession(path, Pragmas);
            Schema.Ensure(session, path);
        }
        catch
        {
            session?.Dispose();
            fileLock.Dispose();
            throw;
        }

        readers = new SqlReaders(path);
        writer = new GroupCommit(session);
    }

    public string Path { get; }

    public T Read<T>(Func<SqlSession, T> read) => readers.Read(read);

    public Task<T> WriteAsync<T>(Func<SqlSession, T> change) => writer.WriteAsync(change);

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        readers.Dispose();
        fileLock.Dispose();
    }
}
