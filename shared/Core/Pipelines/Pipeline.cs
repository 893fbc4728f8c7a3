using System.Text.Json;

namespace DataAggregator.Core.Pipelines;

/// <summary>One version of a saved pipeline.</summary>
/// <param name="Id">The pipeline's id.</param>
/// <param name="Version">Counts from 1.</param>
/// <param name="Name">The name, unique among pipelines.</param>
/// <param name="Document">The definition as the user wrote it, secrets protected.</param>
/// <param name="Enabled">Whether schedule and triggers start it.</param>
/// <param name="CreatedAt">When the pipeline was first saved.</param>
/// <param name="UpdatedAt">When this version was saved.</param>
/// <param name="Author">Who saved this version.</param>
/// <param name="Message">What this version is for, or null.</param>
public sealed record Pipeline(
    string Id,
    int Version,
    string Name,
    JsonElement Document,
    bool Enabled,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string Author,
    string? Message = null);
