using System.Text.Json.Nodes;

namespace DataAggregator.Transformations.Validations;

/// <summary>A validation at work; a test runs it.</summary>
/// <param name="Parameters">Its settings; null where it needs none.</param>
/// <param name="Passes">A value that keeps the rule.</param>
/// <param name="Fails">A value that breaks it.</param>
internal sealed record ValidationExample(JsonObject? Parameters, JsonNode? Passes, JsonNode? Fails);
