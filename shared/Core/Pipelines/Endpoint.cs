using System.Text.Json;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Pipelines;

/// <summary>A source or destination as a pipeline names it: a saved connector, or a type and config in place.</summary>
public sealed record Endpoint
{
    /// <summary>Its name among several; null for the only one.</summary>
    public string? Name { get; init; }

    /// <summary>The saved connector, or null.</summary>
    public string? ConnectorId { get; init; }

    /// <summary>The type, normalised; null when only a saved connector is named.</summary>
    public string? ConnectorType { get; init; }

    /// <summary>The config, overlaid on the saved connector's where there is one; without what stands beside it here. May hold placeholders and protected secrets.</summary>
    public required JsonElement Config { get; init; }

    /// <summary>The schema that the user declared for a source, or null.</summary>
    public Schema? DeclaredSchema { get; init; }

    /// <summary>What happens when this source's schema drifts; null for the pipeline's policy.</summary>
    public SchemaEvolution? SchemaEvolution { get; init; }

    /// <summary>What its stream is called where its schema is kept: its name, else its place in the definition.</summary>
    public string Stream => Name ?? Path.TrimStart('$', '.');

    /// <summary>How a source is read incrementally, or null to read it whole.</summary>
    public IncrementalSettings? Incremental { get; init; }

    /// <summary>Where <see cref="Incremental"/> stands in the definition.</summary>
    public string? IncrementalPath { get; init; }

    /// <summary>Where it stands in the definition, for error messages: <c>$.source</c>, <c>$.destinations[1]</c>.</summary>
    public required string Path { get; init; }
}
