using System.Collections.Concurrent;

namespace DataAggregator.Core.RateLimits;

/// <summary>
/// Keeps to rate limits together with all other hosts. Where a limit allows many permits in a moment they are taken in blocks: more at a time the more this host
/// needs, and what it does not use of one is lost, to be given again when the period is over. A host that dies takes its block with it; nothing is done twice for it.
/// </summary>
/// <param name="permits">Gives permits to all hosts.</param>
/// <param name="time">Times blocks and waits.</param>
public sealed class RateLimiter(IPermitStore permits, TimeProvider time) : IDisposable
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<RateLimit, PermitBlock> blocks = new();
    private long sweptAt = time.GetTimestamp();

    /// <summary>Takes a permit if there is one.</summary>
    public async ValueTask<Permit> TryAsync(RateLimit limit, CancellationToken cancellationToken)
    {
        Sweep();
        return await blocks.GetOrAdd(limit, made => new PermitBlock(made, permits, time)).TakeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until there is a permit, and takes it; who would have to wait for longer than <paramref name="patience"/> is told so at once.</summary>
    public async Task<Permit> WaitAsync(RateLimit limit, TimeSpan patience, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        Permit permit;
        while (!(permit = await TryAsync(limit, cancellationToken).ConfigureAwait(false)).IsGranted && permit.NextIn <= patience - time.GetElapsedTime(begun))
            await Task.Delay(permit.NextIn, time, cancellationToken).ConfigureAwait(false);
        return permit;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in blocks.Values)
            block.Dispose();
    }

    /// <summary>Forgets what is known of limits that nobody uses now, once there are many. Without a block nothing is known that the store does not know.</summary>
    private void Sweep()
    {
        var last = Volatile.Read(ref sweptAt);
        // Counting takes every lock of the dictionary.
        if (time.GetElapsedTime(last) < BetweenSweeps || blocks.Count <= MostKept || Interlocked.CompareExchange(ref sweptAt, time.GetTimestamp(), last) != last)
            return;
        foreach (var (limit, block) in blocks)
        {
            if (block.IsOver)
                blocks.TryRemove(limit, out _);
        }
    }
}
