using System.Text.Json.Nodes;

namespace DataAggregator.Transformations.Operations;

/// <summary>What an operation says of itself in the catalogue.</summary>
/// <param name="Category">The group that it is listed in: text, pattern, number, date_time, privacy, encoding, structure or value.</param>
/// <param name="Description">What it does, in a sentence or two.</param>
/// <param name="Parameters">The JSON Schema of its parameters.</param>
/// <param name="Example">A value before and after.</param>
internal sealed record OperationSpec(string Category, string Description, JsonObject Parameters, OperationExample Example);
