using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Security;

namespace DataAggregator.Functions.Connectors;

/// <summary>Checks what a user sends for a connector and makes it fit to be kept.</summary>
/// <param name="catalogue">The connector types.</param>
/// <param name="protector">Encrypts secrets.</param>
public sealed class ConnectorInput(ConnectorCatalogue catalogue, ISecretProtector protector)
{
    /// <summary>The connector to save: validated, secrets protected, masked ones taken from <paramref name="stored"/>.</summary>
    /// <exception cref="InvalidDocumentException">Something is wrong; every problem is listed.</exception>
    public async Task<SavedConnector> ToSaveAsync(ConnectorRequest request, SavedConnector? stored, CancellationToken cancellationToken)
    {
        var problems = new Problems();
        var connector = catalogue.Find(request.ConnectorType, "$.connector_type", problems);
        problems.ThrowIfAny();
        var config = JsonObject.Create(request.Config) ?? [];
        var name = request.Name ?? config["name"]?.GetValue<string>();
        config.Remove("name");
        if (request.Implementation is not null)
            config["implementation"] = request.Implementation;
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200)
            problems.Add("$.name", "must have 1 to 200 characters.");
        var element = JsonSerializer.SerializeToElement(config);
        ConnectorConfig.Validate(connector!, element, "$.config", problems);
        problems.ThrowIfAny();
        var kept = await SecretFields.ProtectAsync(element, connector!.Spec.SecretFields, stored?.Config, "$.config", protector, cancellationToken);
        return new SavedConnector(stored?.Id ?? "", stored?.Version ?? 0, name!.Trim(), connector.Spec.Type, request.Description, kept, request.Tags, default, default);
    }
}
