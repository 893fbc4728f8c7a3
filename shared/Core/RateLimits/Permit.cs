namespace DataAggregator.Core.RateLimits;

/// <summary>Whether something may be done now.</summary>
/// <param name="IsGranted">Whether it may.</param>
/// <param name="Remaining">How often more it may be done now, as far as this host knows.</param>
/// <param name="NextIn">When it may be done more often than now; how long to wait where it was not granted.</param>
public readonly record struct Permit(bool IsGranted, int Remaining, TimeSpan NextIn);
