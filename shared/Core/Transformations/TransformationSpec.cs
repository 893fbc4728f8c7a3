using System.Text.Json.Nodes;

namespace DataAggregator.Core.Transformations;

/// <summary>What a step type says of itself in the catalogue.</summary>
/// <param name="Type">The type on the wire, a verb or field operation in <c>snake_case</c>.</param>
/// <param name="DisplayName">The name that people read.</param>
/// <param name="Description">One sentence on what it does.</param>
/// <param name="OptionsSchema">The JSON Schema of the step, <c>type</c> included.</param>
/// <param name="Example">A step that validates.</param>
public sealed record TransformationSpec(string Type, string DisplayName, string Description, JsonObject OptionsSchema, JsonObject Example);
