using System.Text.Json.Nodes;

namespace DataAggregator.Core.Transformations;

/// <summary>What a step type says of itself in the catalogue.</summary>
/// <param name="Type">The type on the wire, a verb or field operation in <c>snake_case</c>.</param>
/// <param name="DisplayName">The name that people read.</param>
/// <param name="Category">The group that it is shown in.</param>
/// <param name="Description">One sentence on what it does.</param>
/// <param name="OptionsSchema">The JSON Schema of the step, <c>type</c> included.</param>
/// <param name="Example">A step that validates.</param>
/// <param name="ExampleRecords">Records that go into the example.</param>
/// <param name="ExampleResult">What comes out of it for them.</param>
/// <param name="ExampleSources">The records of the named inputs that the example reads, by name; null when it reads none.</param>
public sealed record TransformationSpec(
    string Type,
    string DisplayName,
    TransformationCategory Category,
    string Description,
    JsonObject OptionsSchema,
    JsonObject Example,
    JsonArray ExampleRecords,
    JsonArray ExampleResult,
    JsonObject? ExampleSources = null);
