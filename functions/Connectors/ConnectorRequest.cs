using System.ComponentModel;
using System.Text.Json;

namespace DataAggregator.Functions.Connectors;

/// <summary>What saving and testing a connector take.</summary>
public sealed record ConnectorRequest
{
    /// <summary>The name; may stand in the config instead.</summary>
    [Description("The connector's name, unique; may stand in the config instead.")]
    public string? Name { get; init; }

    /// <summary>The type.</summary>
    [Description("The connector type, such as rest_api.")]
    public required string ConnectorType { get; init; }

    /// <summary>What it is for.</summary>
    [Description("What the connector is for.")]
    public string? Description { get; init; }

    /// <summary>The settings of the type.</summary>
    [Description("The settings of the type. Secrets are write-only: ******** keeps the stored one.")]
    public required JsonElement Config { get; init; }

    /// <summary>The .NET type of a custom connector.</summary>
    [Description("The implementation of a custom connector.")]
    public string? Implementation { get; init; }

    /// <summary>Words to find it by.</summary>
    [Description("Words to find the connector by.")]
    public IReadOnlyList<string> Tags { get; init; } = [];
}
