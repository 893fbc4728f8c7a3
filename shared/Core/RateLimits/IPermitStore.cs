namespace DataAggregator.Core.RateLimits;

/// <summary>
/// Counts what is done under rate limits. What was given counts for the limit's period and <see cref="RateLimit.Hold"/>, used or not: used within that time, no more than the
/// limit is done in any period.
/// </summary>
public interface IPermitStore
{
    /// <summary>Takes permits, as many as there are and wanted.</summary>
    Task<PermitGrant> TakeAsync(RateLimit limit, int wanted, CancellationToken cancellationToken);
}
