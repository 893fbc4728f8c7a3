using System.Text.Json;

namespace DataAggregator.Core.Pipelines;

/// <summary>A source or destination as a pipeline names it: a saved connector, or a type and config in place.</summary>
/// <param name="Name">Its name among several; null for the only one.</param>
/// <param name="ConnectorId">The saved connector, or null.</param>
/// <param name="ConnectorType">The type, normalised; null when only a saved connector is named.</param>
/// <param name="Config">The config, overlaid on the saved connector's where there is one. May hold placeholders and protected secrets.</param>
/// <param name="Path">Where it stands in the definition, for error messages: <c>$.source</c>, <c>$.destinations[1]</c>.</param>
public sealed record Endpoint(string? Name, string? ConnectorId, string? ConnectorType, JsonElement Config, string Path);
