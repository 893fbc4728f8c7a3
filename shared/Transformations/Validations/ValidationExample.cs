using System.Text.Json.Nodes;

namespace DataAggregator.Transformations.Validations;

/// <summary>A validation at work; a test runs it.</summary>
/// <param name="Parameters">Its settings; null where it needs none.</param>
/// <param name="Passes">A value that keeps the rule.</param>
/// <param name="Fails">A value that breaks it.</param>
/// <param name="Before">Values of records before; null where they do not matter.</param>
/// <param name="Sources">The records of other sources, by name; null where it reads none.</param>
internal sealed record ValidationExample(JsonObject? Parameters, JsonNode? Passes, JsonNode? Fails, JsonArray? Before, JsonObject? Sources);
