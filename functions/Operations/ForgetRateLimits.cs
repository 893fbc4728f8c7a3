using DataAggregator.Storage.PostgreSql;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Operations;

/// <summary>Every hour: forgets rate limits of which nothing counts any more.</summary>
public sealed class ForgetRateLimits(RateLimitRetention retention)
{
    /// <summary>Forgets what is old.</summary>
    [Function("ForgetRateLimits")]
    public Task RunAsync([TimerTrigger("0 25 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => retention.ForgetAsync(cancellationToken);
}
