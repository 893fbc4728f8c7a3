using System.Text.Json;
using System.Text.Json.Serialization;
using DataAggregator.Core.Pipelines;

namespace DataAggregator.Functions.Pipelines;

/// <summary>A version of a pipeline; versions never change.</summary>
/// <param name="PipelineId">The pipeline.</param>
/// <param name="Version">Counts from 1.</param>
/// <param name="Name">What the pipeline was called.</param>
/// <param name="Enabled">Whether schedule and triggers started it.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Message">What it is for.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Definition">The definition, secrets masked; lists leave it out.</param>
public sealed record PipelineVersionAnswer(
    string PipelineId,
    int Version,
    string Name,
    bool Enabled,
    string Author,
    string? Message,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Definition = null)
{
    /// <summary>The answer for a version.</summary>
    internal static PipelineVersionAnswer Of(Pipeline version, JsonElement? shown = null) =>
        new(version.Id, version.Version, version.Name, version.Enabled, version.Author, version.Message, version.UpdatedAt, shown);
}
