namespace DataAggregator.Core.Profiles;

/// <summary>A bucket of values.</summary>
/// <param name="From">The least key that falls into it.</param>
/// <param name="To">The greatest.</param>
/// <param name="Count">The values in it.</param>
internal sealed record ValueBucket(long From, long To, long Count);
