using System.Threading.Channels;

namespace DataAggregator.Emulator.Durable;

/// <summary>
/// The only writer. Whatever waits when a transaction begins is committed by it together, so that many turns share the cost of
/// one commit; each caller goes on when its own change is durable.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int LargestBatch = 500;

    private readonly Channel<Write> writes = Channel.CreateUnbounded<Write>(new() { SingleReader = true });
    private readonly SqlSession session;
    private readonly Task loop;

    public GroupCommit(SqlSession session)
    {
        this.session = session;
        loop = Task.Run(CommitAllAsync);
    }

    /// <summary>Applies a change, all of it or nothing, and returns once it is committed. The change may be applied again after a rollback.</summary>
    /// <exception cref="ObjectDisposedException">The engine has stopped.</exception>
    public Task<T> WriteAsync<T>(Func<SqlSession, T> change)
    {
        var write = new Write<T>(change);
        ObjectDisposedException.ThrowIf(!writes.Writer.TryWrite(write), typeof(DurableEngine));
        return write.Result;
    }

    /// <summary>Commits what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        writes.Writer.TryComplete();
        await loop;
        session.Dispose();
    }

    private async Task CommitAllAsync()
    {
        var batch = new List<Write>(LargestBatch);
        while (await writes.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < LargestBatch && writes.Reader.TryRead(out var write))
            {
                batch.Add(write);
            }

            Commit(batch);
        }
    }

    private void Commit(List<Write> batch)
    {
        try
        {
            session.Execute("BEGIN IMMEDIATE");
            foreach (var write in batch)
            {
                write.Apply(session);
            }

            session.Execute("COMMIT");
        }
        catch (Exception error)
        {
            Rollback();
            if (batch.Count == 1)
            {
                batch[0].Fail(error);
                return;
            }

            // One of them failed: alone, each fails only itself.
            foreach (var write in batch)
            {
                Commit([write]);
            }

            return;
        }

        foreach (var write in batch)
        {
            write.Succeed();
        }
    }

    private void Rollback()
    {
        if (session.InTransaction)
        {
            session.Execute("ROLLBACK");
        }
    }

    private abstract class Write
    {
        public abstract void Apply(SqlSession session);

        public abstract void Succeed();

        public abstract void Fail(Exception error);
    }

    private sealed class Write<T>(Func<SqlSession, T> change) : Write
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;

        public Task<T> Result => done.Task;

        public override void Apply(SqlSession session) => result = change(session);

        public override void Succeed() => done.SetResult(result!);

        public override void Fail(Exception error) => done.SetException(error);
    }
}
