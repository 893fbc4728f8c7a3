namespace DataAggregator.Core.RateLimits;

/// <summary>What a host was given of a limit.</summary>
/// <param name="Granted">How many permits; none when the limit is reached.</param>
/// <param name="Remaining">How many more there are now.</param>
/// <param name="NextIn">When there will be more than now: the first that count cease to.</param>
public sealed record PermitGrant(int Granted, int Remaining, TimeSpan NextIn);
