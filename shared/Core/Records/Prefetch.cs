using System.Threading.Channels;

namespace DataAggregator.Core.Records;

/// <summary>What is read on a processor of its own, ahead of whoever takes it, by a few items at most.</summary>
/// <typeparam name="T">A batch, or what holds one.</typeparam>
public sealed class Prefetch<T> : IAsyncDisposable
{
    private readonly Channel<T> items;
    private readonly Action<T> release;
    private readonly CancellationTokenSource stop;
    private readonly Task work;

    /// <summary>Starts reading.</summary>
    /// <param name="open">What is read.</param>
    /// <param name="release">Gives back an item that nobody took.</param>
    /// <param name="ahead">How many items may wait to be taken.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Prefetch(Func<CancellationToken, IAsyncEnumerable<T>> open, Action<T> release, int ahead, CancellationToken cancellationToken)
    {
        items = Channel.CreateBounded<T>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });
        this.release = release;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        work = Task.Run(() => WorkAsync(open), CancellationToken.None);
    }

    /// <summary>The items in order; the reader owns each. What stopped the reading is thrown here.</summary>
    public IAsyncEnumerable<T> ReadAsync(CancellationToken cancellationToken) => items.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Stops the reading where it is.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await work.ConfigureAwait(false);
        while (items.Reader.TryRead(out var item))
            release(item);
        stop.Dispose();
    }

    private async Task WorkAsync(Func<CancellationToken, IAsyncEnumerable<T>> open)
    {
        try
        {
            var source = open(stop.Token).GetAsyncEnumerator(stop.Token);
            await using (source.ConfigureAwait(false))
            {
                // An item is made when there is room for it, so that no more wait than may.
                while (await items.Writer.WaitToWriteAsync(stop.Token).ConfigureAwait(false) && await source.MoveNextAsync().ConfigureAwait(false))
                    items.Writer.TryWrite(source.Current);
            }

            items.Writer.Complete();
        }
        catch (Exception stopped)
        {
            // Whoever reads gets it: a connector's failure, the run's cancellation, or what nobody expected.
            items.Writer.Complete(stopped);
        }
    }
}
