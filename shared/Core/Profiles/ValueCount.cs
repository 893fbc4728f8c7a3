using System.Text.Json;

namespace DataAggregator.Core.Profiles;

/// <summary>How often a value occurs.</summary>
/// <param name="Value">The value; of a long text the beginning, and an ellipsis.</param>
/// <param name="Count">How often, at least.</param>
public sealed record ValueCount(JsonElement Value, long Count);
