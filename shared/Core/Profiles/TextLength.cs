namespace DataAggregator.Core.Profiles;

/// <summary>How long texts are, in characters; binary values in bytes.</summary>
/// <param name="Min">The shortest.</param>
/// <param name="Max">The longest.</param>
/// <param name="Average">The mean.</param>
public sealed record TextLength(int Min, int Max, double Average);
