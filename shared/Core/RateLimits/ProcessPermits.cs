using System.Collections.Concurrent;

namespace DataAggregator.Core.RateLimits;

/// <summary>Counts within this process, for <c>run FILE</c>: nobody else is there to agree with.</summary>
public sealed class ProcessPermits(TimeProvider time) : IPermitStore
{
    private readonly ConcurrentDictionary<RateLimit, Given> limits = new();

    /// <inheritdoc/>
    public Task<PermitGrant> TakeAsync(RateLimit limit, int wanted, CancellationToken cancellationToken)
    {
        var given = limits.GetOrAdd(limit, static _ => new Given());
        lock (given)
            return Task.FromResult(given.Take(limit, wanted, time));
    }

    /// <summary>What counts of a limit.</summary>
    private sealed class Given
    {
        private readonly Queue<(long At, int Permits)> blocks = new();
        private int permits;

        public PermitGrant Take(RateLimit limit, int wanted, TimeProvider time)
        {
            var counts = limit.Period + limit.Hold;
            // Not the time of day, which may be set.
            var now = time.GetTimestamp();
            while (blocks.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At, now) >= counts)
                permits -= blocks.Dequeue().Permits;
            var granted = Math.Min(wanted, limit.Permits - permits);
            if (granted > 0)
                blocks.Enqueue((now, granted));
            permits += granted;
            return new PermitGrant(granted, limit.Permits - permits, counts - time.GetElapsedTime(blocks.Peek().At, now));
        }
    }
}
