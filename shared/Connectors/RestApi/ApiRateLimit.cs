using System.Globalization;
using DataAggregator.Core.RateLimits;

namespace DataAggregator.Connectors.RestApi;

/// <summary>The rate limit of an API as settings say it: one count an API and limit, whoever reads.</summary>
internal static class ApiRateLimit
{
    public static RateLimit Of(Uri url, int permits, RateLimitPeriod period) =>
        new(string.Create(CultureInfo.InvariantCulture, $"api {url.Authority} {permits} a {period}"), permits, Length(period));

    private static TimeSpan Length(RateLimitPeriod period) => period switch
    {
        RateLimitPeriod.Second => TimeSpan.FromSeconds(1),
        RateLimitPeriod.Minute => TimeSpan.FromMinutes(1),
        RateLimitPeriod.Hour => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };
}
