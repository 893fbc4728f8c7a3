using System.Text.Json.Nodes;

namespace DataAggregator.Transformations.Operations;

/// <summary>A value before and after an operation; tests run it.</summary>
/// <param name="Input">The value before.</param>
/// <param name="Parameters">The operation's settings; null where it needs none.</param>
/// <param name="Output">The value after.</param>
/// <param name="Others">Other fields of the record, for an operation that reads them.</param>
internal sealed record OperationExample(JsonNode? Input, JsonObject? Parameters, JsonNode? Output, JsonObject? Others);
