using System.Collections.Concurrent;

namespace DataAggregator.Emulator.Durable;

/// <summary>Connections for reading beside the writer; as many as are in use at a time.</summary>
internal sealed class SqlReaders(string path) : IDisposable
{
    private readonly ConcurrentBag<SqlSession> idle = [];
    private volatile bool disposed;

    public T Read<T>(Func<SqlSession, T> read)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var session = idle.TryTake(out var kept) ? kept : new SqlSession(path, "PRAGMA query_only=1", "PRAGMA cache_size=-512", "PRAGMA busy_timeout=10000");
        try
        {
            return read(session);
        }
        finally
        {
            if (disposed)
            {
                session.Dispose();
            }
            else
            {
                idle.Add(session);
            }
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }
}
