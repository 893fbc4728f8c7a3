using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Functions.Transformations;

/// <summary>A version of a saved transformation as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Counts its changes.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="InputSchema">The schema of the records that go in, where it was given.</param>
/// <param name="OutputSchema">The schema that comes out, where the one that goes in was given.</param>
/// <param name="Transformations">The steps.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When this version was made.</param>
/// <param name="Author">Who made this version.</param>
public sealed record TransformationAnswer(
    string Id,
    int Version,
    string Name,
    string? Description,
    Schema? InputSchema,
    Schema? OutputSchema,
    JsonElement Transformations,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string Author)
{
    /// <summary>The answer for a version.</summary>
    internal static TransformationAnswer Of(SavedTransformation saved, ITransformationCompiler compiler) => new(
        saved.Id,
        saved.Version,
        saved.Name,
        saved.Description,
        saved.InputSchema,
        saved.InputSchema is { } input ? compiler.Compile(saved.Steps, input, "$.transformations", [])?.Describe(input) : null,
        saved.Steps,
        saved.CreatedAt,
        saved.UpdatedAt,
        saved.Author);
}
