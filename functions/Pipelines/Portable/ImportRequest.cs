using System.ComponentModel;
using System.Text.Json;

namespace DataAggregator.Functions.Pipelines.Portable;

/// <summary>What importing takes, as YAML or JSON.</summary>
public sealed record ImportRequest
{
    /// <summary>The definitions.</summary>
    [Description("The definitions, as the export gives them: saved connectors and transformations by name.")]
    public required IReadOnlyList<JsonElement> Pipelines { get; init; }
}
