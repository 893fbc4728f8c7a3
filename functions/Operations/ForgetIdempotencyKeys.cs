using DataAggregator.Core.Idempotency;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Operations;

/// <summary>Every hour: forgets the keys of requests, and their answers, that are older than a day.</summary>
public sealed class ForgetIdempotencyKeys(IIdempotencyStore keys)
{
    /// <summary>Forgets what is old.</summary>
    [Function("ForgetIdempotencyKeys")]
    public Task RunAsync([TimerTrigger("0 20 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => keys.ForgetOldAsync(cancellationToken);
}
