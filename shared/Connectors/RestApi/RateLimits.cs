using System.Collections.Concurrent;

namespace DataAggregator.Connectors.RestApi;

/// <summary>Spreads requests so that no more than allowed go to an API in any period; one count an API and limit, whoever reads.</summary>
internal sealed class RateLimits(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Authority, int Limit, RateLimitPeriod Period), Queue<long>> sent = new();

    /// <summary>Waits until another request may be sent.</summary>
    public async Task WaitAsync(Uri url, int limit, RateLimitPeriod period, CancellationToken cancellationToken)
    {
        var requests = sent.GetOrAdd((url.Authority, limit, period), static _ => new Queue<long>());
        while (Enter(requests, limit, Length(period)) is { } wait)
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Notes a request, or says how long to wait for a place.</summary>
    private TimeSpan? Enter(Queue<long> requests, int limit, TimeSpan period)
    {
        lock (requests)
        {
            // Not the time of day, which may be set.
            var now = time.GetTimestamp();
            while (requests.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= period)
                requests.Dequeue();
            if (requests.Count >= limit)
                return period - time.GetElapsedTime(requests.Peek(), now);
            requests.Enqueue(now);
            return null;
        }
    }

    private static TimeSpan Length(RateLimitPeriod period) => period switch
    {
        RateLimitPeriod.Second => TimeSpan.FromSeconds(1),
        RateLimitPeriod.Minute => TimeSpan.FromMinutes(1),
        RateLimitPeriod.Hour => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };
}
