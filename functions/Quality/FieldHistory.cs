using System.Text.Json;

namespace DataAggregator.Functions.Quality;

/// <summary>A field of an earlier run, in short.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Type">Its type.</param>
/// <param name="NullRatio">The share of records whose value was null or absent.</param>
/// <param name="Distinct">How many different values there were among those sampled.</param>
/// <param name="Mean">The mean of numbers.</param>
public sealed record FieldHistory(string Name, string Type, double NullRatio, long Distinct, JsonElement? Mean);
