using System.Text.Json.Nodes;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Functions.Connectors;

/// <summary>A connector type as the API shows it.</summary>
public sealed record ConnectorTypeAnswer(
    string Type,
    string DisplayName,
    string Category,
    string Description,
    IReadOnlyList<string> Capabilities,
    JsonObject ConfigSchema,
    IReadOnlyList<string> SecretFields,
    bool Available,
    string? InstallHint)
{
    /// <summary>The answer for a type.</summary>
    public static ConnectorTypeAnswer Of(ConnectorSpec spec) => new(
        spec.Type, spec.DisplayName, spec.Category, spec.Description, spec.Capabilities, spec.ConfigSchema, spec.SecretFields, spec.Available, spec.InstallHint);
}
