using System.Text.Json;

namespace DataAggregator.Core.Connectors;

/// <summary>A connector that a user saved.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Counts from 1.</param>
/// <param name="Name">The name, unique among connectors.</param>
/// <param name="ConnectorType">The type, normalised.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Config">The config, secrets protected.</param>
/// <param name="Tags">Words to find it by.</param>
/// <param name="CreatedAt">When it was first saved.</param>
/// <param name="UpdatedAt">When this version was saved.</param>
public sealed record SavedConnector(
    string Id, int Version, string Name, string ConnectorType, string? Description, JsonElement Config, IReadOnlyList<string> Tags, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
