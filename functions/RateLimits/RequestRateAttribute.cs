namespace DataAggregator.Functions.RateLimits;

/// <summary>What requests of this HTTP function are counted among; <see cref="RequestRate.General"/> without it.</summary>
/// <param name="rate">What.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequestRateAttribute(RequestRate rate) : Attribute
{
    /// <summary>What.</summary>
    public RequestRate Rate { get; } = rate;
}
