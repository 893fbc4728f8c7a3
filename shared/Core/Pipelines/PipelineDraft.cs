using System.Text.Json;

namespace DataAggregator.Core.Pipelines;

/// <summary>A version of a pipeline that is to be saved.</summary>
/// <param name="Name">The name, unique among pipelines.</param>
/// <param name="Document">The definition, secrets protected.</param>
/// <param name="Enabled">Whether schedule and triggers start it.</param>
/// <param name="Author">Who saves it.</param>
/// <param name="Message">What the change is for, or null.</param>
public sealed record PipelineDraft(string Name, JsonElement Document, bool Enabled, string Author, string? Message = null);
