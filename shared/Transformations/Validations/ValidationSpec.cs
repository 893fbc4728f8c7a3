using System.Text.Json.Nodes;

namespace DataAggregator.Transformations.Validations;

/// <summary>What a validation says of itself in the catalogue.</summary>
/// <param name="Description">What a value must be like.</param>
/// <param name="Parameters">The JSON Schema of its parameters.</param>
/// <param name="Example">Parameters, a value that passes and one that fails.</param>
/// <param name="Codes">The codes of what it rejects.</param>
internal sealed record ValidationSpec(string Description, JsonObject Parameters, ValidationExample Example, IReadOnlyList<string> Codes);
