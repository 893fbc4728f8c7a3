using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Security;

namespace DataAggregator.Functions.Connectors;

/// <summary>A saved connector as the API shows it: secrets masked.</summary>
public sealed record ConnectorAnswer(
    string Id,
    int Version,
    string Name,
    string ConnectorType,
    string? Description,
    JsonElement Config,
    IReadOnlyList<string> Tags,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>The answer for a connector.</summary>
    public static ConnectorAnswer Of(SavedConnector connector, ConnectorCatalogue catalogue) => new(
        connector.Id,
        connector.Version,
        connector.Name,
        connector.ConnectorType,
        connector.Description,
        SecretFields.Mask(connector.Config, catalogue.Find(connector.ConnectorType)?.Spec.SecretFields ?? []),
        connector.Tags,
        connector.CreatedAt,
        connector.UpdatedAt);
}
