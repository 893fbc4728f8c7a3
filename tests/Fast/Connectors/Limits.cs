using DataAggregator.Core.RateLimits;

namespace DataAggregator.Tests.Fast.Connectors;

/// <summary>Rate limits of one process.</summary>
internal static class Limits
{
    public static RateLimiter InProcess(TimeProvider time) => new(new ProcessPermits(time), time);
}
