using System.Globalization;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Errors;
using DataAggregator.Core.RateLimits;

namespace DataAggregator.Connectors.RestApi;

/// <summary>The rate limit of an API as settings say it: one count an API and limit, whoever reads.</summary>
internal static class ApiRateLimit
{
    /// <summary>Takes a permit of the limit.</summary>
    /// <exception cref="ConnectorException">There is none for longer than <paramref name="patience"/>; it says when there is.</exception>
    public static async Task TakeAsync(RateLimiter limiter, Uri url, int permits, RateLimitPeriod period, TimeSpan patience, CancellationToken cancellationToken)
    {
        var limit = new RateLimit(string.Create(CultureInfo.InvariantCulture, $"api {url.Authority} {permits} a {period}"), permits, Length(period));
        var permit = await limiter.WaitAsync(limit, patience, cancellationToken).ConfigureAwait(false);
        if (!permit.IsGranted)
            throw Reached(url, permits, period, permit.NextIn);
    }

    private static ConnectorException Reached(Uri url, int permits, RateLimitPeriod period, TimeSpan wait) => new(
        ErrorClass.Transient,
        RateLimit.ReachedCode,
        string.Create(CultureInfo.InvariantCulture, $"The rate_limit of {Quantity.Of(permits, "request")} {Name(period)} to {url.Host}:{url.Port} is used up; there is more in {InWords(wait)}."),
        "Wait until then, or raise rate_limit if the API allows more: all who read it with this limit count together.")
    {
        RetryAfter = wait,
    };

    private static TimeSpan Length(RateLimitPeriod period) => period switch
    {
        RateLimitPeriod.Second => TimeSpan.FromSeconds(1),
        RateLimitPeriod.Minute => TimeSpan.FromMinutes(1),
        RateLimitPeriod.Hour => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    private static string Name(RateLimitPeriod period) => period switch
    {
        RateLimitPeriod.Second => "a second",
        RateLimitPeriod.Minute => "a minute",
        RateLimitPeriod.Hour => "an hour",
        _ => "a day",
    };

    private static string InWords(TimeSpan wait) => wait switch
    {
        { TotalMinutes: <= 2 } => Quantity.Of((long)Math.Ceiling(wait.TotalSeconds), "second"),
        { TotalHours: <= 2 } => Quantity.Of((long)Math.Ceiling(wait.TotalMinutes), "minute"),
        _ => Quantity.Of((long)Math.Ceiling(wait.TotalHours), "hour"),
    };
}
