using System.Text.Json.Nodes;

namespace DataAggregator.Core.Transformations;

/// <summary>What a function or operator of the expression language says of itself in the catalogue.</summary>
/// <param name="Name">The name by which expressions call it, or the operator.</param>
/// <param name="Category">The group that it is shown in, such as <c>text</c> or <c>date</c>.</param>
/// <param name="Signatures">What it takes and gives, a line for each way to call it: <c>left(text: string, count: int64) -> string</c>.</param>
/// <param name="Description">What it does.</param>
/// <param name="Example">An expression that uses it.</param>
/// <param name="Result">What the example gives, as JSON.</param>
public sealed record FunctionSpec(string Name, string Category, IReadOnlyList<string> Signatures, string Description, string Example, JsonNode? Result);
