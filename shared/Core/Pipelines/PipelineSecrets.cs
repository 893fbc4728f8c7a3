using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Security;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Pipelines;

/// <summary>The secrets in the inline configs, the steps, the notifications and the triggers of a pipeline document: protected for keeping, masked for showing, as those of saved connectors are.</summary>
/// <param name="catalogue">Knows which settings are secrets.</param>
/// <param name="connectors">Knows the type of a saved connector that an inline config lies over; null where there are none.</param>
/// <param name="protector">Encrypts.</param>
public sealed class PipelineSecrets(ConnectorCatalogue catalogue, ISecretProtector protector, IConnectorStore? connectors = null)
{
    private static readonly string[] Single = ["source", "destination"];
    private static readonly string[] Several = ["sources", "destinations"];
    private static readonly string[] Apart = ["transformations", "notifications", "error_handling", "triggers"];
    private static readonly string[] OutsideOfSteps = ["notifications.webhook_secret", "error_handling.notifications.webhook_secret", "triggers.signature.secret"];

    /// <summary>The document with every secret protected; a masked one is taken from <paramref name="stored"/>.</summary>
    public Task<JsonElement> ProtectAsync(JsonElement document, JsonElement? stored, CancellationToken cancellationToken) =>
        ChangeAsync(
            document,
            (key, index, config, secrets) => SecretFields.ProtectAsync(config, secrets, stored is { } old ? StoredConfig(old, document, key, index) : null, PathOf(key, index), protector, cancellationToken),
            (parts, secrets) => SecretFields.ProtectAsync(parts, secrets, stored is { } old ? PartsOf(old) : null, "$", protector, cancellationToken),
            cancellationToken);

    /// <summary>The document with every secret masked.</summary>
    public Task<JsonElement> MaskAsync(JsonElement document, CancellationToken cancellationToken) =>
        ChangeAsync(
            document,
            (_, _, config, secrets) => Task.FromResult(SecretFields.Mask(config, secrets)),
            (parts, secrets) => Task.FromResult(SecretFields.Mask(parts, secrets)),
            cancellationToken);

    /// <summary>The document with every secret in the clear.</summary>
    public Task<JsonElement> UnprotectAsync(JsonElement document, CancellationToken cancellationToken) =>
        ChangeAsync(
            document,
            (_, _, config, secrets) => SecretFields.UnprotectAsync(config, secrets, protector, cancellationToken),
            (parts, secrets) => SecretFields.UnprotectAsync(parts, secrets, protector, cancellationToken),
            cancellationToken);

    /// <summary>The names of the placeholders that stand in secrets, alone or within text: what they are given is a secret.</summary>
    /// <param name="document">The document with every secret in the clear.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlySet<string>> PlaceholdersAsync(JsonElement document, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await ChangeAsync(document, (_, _, config, secrets) => Collect(config, secrets), Collect, cancellationToken);
        return names;

        Task<JsonElement> Collect(JsonElement part, IReadOnlyList<string> secrets)
        {
            foreach (var secret in SecretFields.ValuesIn(part, secrets))
                names.UnionWith(Placeholders.Fill(secret, _ => null).Missing);
            return Task.FromResult(part);
        }
    }

    /// <summary>The parts of a document that are no endpoints and may hold secrets.</summary>
    private static JsonElement PartsOf(JsonElement document) => JsonSerializer.SerializeToElement(new JsonObject(
        Apart.Where(key => document.TryGetProperty(key, out _)).Select(key => KeyValuePair.Create(key, JsonNode.Parse(document.GetProperty(key).GetRawText())))));

    private static string PathOf(string key, int? index) => index is { } at ? $"$.{key}[{at}].config" : $"$.{key}.config";

    /// <summary>The config stored in the same place, unless that was for another saved connector: its secrets are not for this one.</summary>
    private static JsonElement? StoredConfig(JsonElement stored, JsonElement document, string key, int? index)
    {
        if (EndpointAt(stored, key, index) is not { ValueKind: JsonValueKind.Object } before || Connector(before) != Connector(EndpointAt(document, key, index)!.Value))
            return null;
        return before.TryGetProperty("config", out var config) ? config : null;

        static string? Connector(JsonElement endpoint) => endpoint.TryGetProperty("connector_id", out var id) ? id.ToString() : null;
    }

    private static JsonElement? EndpointAt(JsonElement document, string key, int? index)
    {
        if (!document.TryGetProperty(key, out var endpoint))
            return null;
        if (index is not { } at)
            return endpoint;
        return endpoint.ValueKind == JsonValueKind.Array && endpoint.GetArrayLength() > at ? endpoint[at] : null;
    }

    private async Task<JsonElement> ChangeAsync(
        JsonElement document,
        Func<string, int?, JsonElement, IReadOnlyList<string>, Task<JsonElement>> change,
        Func<JsonElement, IReadOnlyList<string>, Task<JsonElement>> changeParts,
        CancellationToken cancellationToken)
    {
        var result = JsonObject.Create(document)!;
        var apart = PartsOf(document);
        var changed = JsonObject.Create(await changeParts(apart, [.. StepSecrets.In(apart).Where(path => !path.StartsWith("triggers.", StringComparison.Ordinal)), .. OutsideOfSteps]))!;
        foreach (var key in Apart.Where(changed.ContainsKey))
            result[key] = changed[key]?.DeepClone();

        foreach (var key in Single)
        {
            if (result[key] is JsonObject endpoint)
                await ChangeAsync(endpoint, key, null, change, cancellationToken);
        }

        foreach (var key in Several)
        {
            if (result[key] is not JsonArray list)
                continue;
            for (var i = 0; i < list.Count; i++)
            {
                if (list[i] is JsonObject endpoint)
                    await ChangeAsync(endpoint, key, i, change, cancellationToken);
            }
        }

        return JsonSerializer.SerializeToElement(result);
    }

    private async Task ChangeAsync(
        JsonObject endpoint, string key, int? index, Func<string, int?, JsonElement, IReadOnlyList<string>, Task<JsonElement>> change, CancellationToken cancellationToken)
    {
        var type = endpoint["connector_type"]?.GetValue<string>();
        if (type is null && connectors is not null && endpoint["connector_id"]?.GetValue<string>() is { } id)
            type = (await connectors.FindAsync(id, cancellationToken))?.ConnectorType;
        if (endpoint["config"] is not JsonObject config || type is null || catalogue.Find(type) is not { } connector)
            return;
        var changed = await change(key, index, JsonSerializer.SerializeToElement(config), connector.Spec.SecretFields);
        endpoint["config"] = JsonObject.Create(changed);
    }
}
