using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Functions.Transformations;

/// <summary>Checks what a user sends for a saved transformation.</summary>
/// <param name="compiler">The step types.</param>
public sealed class TransformationInput(ITransformationCompiler compiler)
{
    private const int MaxSteps = 200;
    private const int MaxDescription = 2_000;

    /// <summary>The transformation to save.</summary>
    /// <exception cref="InvalidDocumentException">Something is wrong; every problem is listed.</exception>
    public SavedTransformation ToSave(TransformationRequest request, string id, string author)
    {
        var problems = new Problems();
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 200 || HasNul(request.Name))
            problems.Add("$.name", "must have 1 to 200 characters, U+0000 not among them.");
        if (request.Description is { } description && (description.Length > MaxDescription || HasNul(description)))
            problems.Add("$.description", $"may have {MaxDescription} characters at most, U+0000 not among them.");
        var schema = request.InputSchema is { } declared ? DeclaredSchema.Read(declared, "$.input_schema", problems) : null;
        var steps = TransformationResolver.Refuse(
            request.Transformations, "$.transformations", "a saved transformation cannot use another, so that its versions never change; write the steps in its place.", problems);
        if (StepList.ToArray(steps).GetArrayLength() is 0 or > MaxSteps)
            problems.Add("$.transformations", $"must have 1 to {MaxSteps} steps.");
        else
            Compile(steps, schema, problems);
        StepSecrets.Refuse(request.Transformations, "$.transformations", problems);
        problems.ThrowIfAny();
        return new SavedTransformation(id, 0, request.Name.Trim(), request.Description, schema, StepList.ToArray(request.Transformations), default, default, author);
    }

    // Placeholders get their values from the pipelines that use the steps.
    private void Compile(JsonElement steps, Schema? schema, Problems problems)
    {
        var found = new Problems();
        compiler.Compile(steps, schema, "$.transformations", found);
        foreach (var problem in Placeholders.Judged(found, JsonSerializer.SerializeToElement(new { transformations = steps })))
            problems.Add(problem.Path, problem.Message);
    }

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);
}
