using System.Threading.Channels;

namespace DataAggregator.Emulator.Durable;

/// <summary>A queue of work and so many loops that take from it; idle loops wait for a signal.</summary>
internal sealed class WorkLoops<T>(int loops, Func<T, CancellationToken, Task> handle)
{
    private readonly Channel<T> queue = Channel.CreateUnbounded<T>();
    private Task[] running = [];

    public void Enqueue(T work) => queue.Writer.TryWrite(work);

    public void Start(CancellationToken stopping)
    {
        // Tells idle loops to end without an exception in each of them.
        stopping.Register(() => queue.Writer.TryComplete());
        running = [.. Enumerable.Range(0, loops).Select(_ => Task.Run(() => RunAsync(stopping), CancellationToken.None))];
    }

    /// <summary>Waits for the work at hand; to be called after the token that it was started with is cancelled.</summary>
    public Task DrainAsync(CancellationToken giveUp) => Task.WhenAll(running).WaitAsync(giveUp);

    private async Task RunAsync(CancellationToken stopping)
    {
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (stopping.IsCancellationRequested)
                return;
            if (queue.Reader.TryRead(out var work))
                await handle(work, stopping);
        }
    }
}
