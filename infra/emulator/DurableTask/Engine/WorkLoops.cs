using System.Threading.Channels;

namespace DataAggregator.Emulator.Durable;

/// <summary>A queue of work and so many loops that take from it; idle loops wait for a signal.</summary>
internal sealed class WorkLoops<T>(int loops, Func<T, CancellationToken, Task> handle)
{
    private readonly Channel<T> queue = Channel.CreateUnbounded<T>();
    private Task[] running = [];

    public void Enqueue(T work) => queue.Writer.TryWrite(work);

    public void Start(CancellationToken stopping) => running = [.. Enumerable.Range(0, loops).Select(_ => Task.Run(() => RunAsync(stopping), CancellationToken.None))];

    /// <summary>Waits for the work at hand; to be called after the token that it was started with is cancelled.</summary>
    public Task DrainAsync(CancellationToken giveUp) => Task.WhenAll(running).WaitAsync(giveUp);

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            T work;
            try
            {
                work = await queue.Reader.ReadAsync(stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await handle(work, stopping);
        }
    }
}
