namespace DataAggregator.Transformations.Engine;

/// <summary>The example of a step type in the catalogue, all as JSON; a test runs it.</summary>
/// <param name="Step">A step that validates.</param>
/// <param name="Records">Records that go in.</param>
/// <param name="Result">What comes out.</param>
/// <param name="Sources">The records of named inputs, by name; null when the step reads none.</param>
internal sealed record StepExample(string Step, string Records, string Result, string? Sources = null);
