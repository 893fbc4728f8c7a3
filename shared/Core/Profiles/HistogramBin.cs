using System.Text.Json;

namespace DataAggregator.Core.Profiles;

/// <summary>A bar of a histogram.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Count">The values in it.</param>
public sealed record HistogramBin(JsonElement From, JsonElement To, long Count);
