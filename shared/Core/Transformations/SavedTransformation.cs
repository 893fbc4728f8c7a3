using System.Text.Json;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>One version of a list of steps that a user saved under a name.</summary>
/// <param name="Id">The transformation's id.</param>
/// <param name="Version">Counts from 1.</param>
/// <param name="Name">The name, unique among transformations.</param>
/// <param name="Description">What it is for.</param>
/// <param name="InputSchema">The schema of the records that it is meant for, or null for any.</param>
/// <param name="Steps">The steps as the user wrote them, an array.</param>
/// <param name="CreatedAt">When the transformation was first saved.</param>
/// <param name="UpdatedAt">When this version was saved.</param>
/// <param name="Author">Who saved this version.</param>
public sealed record SavedTransformation(
    string Id, int Version, string Name, string? Description, Schema? InputSchema, JsonElement Steps, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string Author);
