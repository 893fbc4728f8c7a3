using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Storage;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Functions.Pipelines.Portable;

/// <summary>
/// Definitions that mean the same on another platform: saved connectors, transformations and pipelines stand in them by name (<c>connector</c>,
/// <c>transformation</c>), not by id.
/// </summary>
/// <param name="connectors">The saved connectors.</param>
/// <param name="transformations">The saved transformations.</param>
/// <param name="pipelines">The saved pipelines.</param>
public sealed class PortableDefinition(IConnectorStore connectors, ITransformationStore transformations, IPipelineStore pipelines)
{
    private static readonly string[] Single = ["source", "destination"];
    private static readonly string[] Lists = ["sources", "destinations", "triggers"];
    private static readonly string[] ListsOfSteps = ["transformations", "then", "else"];

    /// <summary>The definition with names in place of ids. What an id names that is gone stays.</summary>
    public async Task<JsonElement> ExportAsync(JsonElement document, CancellationToken cancellationToken)
    {
        var result = JsonObject.Create(document)!;
        foreach (var (endpoint, _) in Endpoints(result))
        {
            if (Text(endpoint, "connector_id") is { } id && await connectors.FindAsync(id, cancellationToken) is { } saved)
                Rename(endpoint, "connector_id", "connector", saved.Name);
        }

        foreach (var (step, _) in Steps(result["transformations"], "$.transformations"))
        {
            if (Text(step, TransformationReference.Key) is { } id && await transformations.FindAsync(id, cancellationToken) is { } saved)
                Rename(step, TransformationReference.Key, "transformation", saved.Name);
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var other in PipelineReferences.In(document))
        {
            if (await pipelines.FindAsync(other, cancellationToken) is { } found)
                names[other] = found.Name;
        }

        foreach (var key in new[] { "depends_on", "triggers" })
            ReplaceTexts(result[key], names);
        return JsonSerializer.SerializeToElement(result);
    }

    /// <summary>The definition with the ids that the names have here; a name that there is not is a problem.</summary>
    public async Task<JsonElement> ImportAsync(JsonElement document, Problems problems, CancellationToken cancellationToken)
    {
        var result = JsonObject.Create(document)!;
        foreach (var (endpoint, path) in Endpoints(result))
        {
            if (Text(endpoint, "connector") is not { } name)
                continue;
            if (await connectors.FindByNameAsync(name, cancellationToken) is { } saved)
                Rename(endpoint, "connector", "connector_id", saved.Id);
            else
                problems.Add($"{path}.connector", $"there is no connector named '{name}' here; make it first, its secrets are not part of an export.");
        }

        foreach (var (step, path) in Steps(result["transformations"], "$.transformations"))
        {
            if (Text(step, "transformation") is not { } name || step.ContainsKey("type"))
                continue;
            if (await FindTransformationAsync(name, cancellationToken) is { } saved)
                Rename(step, "transformation", TransformationReference.Key, saved.Id);
            else
                problems.Add($"{path}.transformation", $"there is no transformation named '{name}' here; make it first.");
        }

        return JsonSerializer.SerializeToElement(result);
    }

    private async Task<SavedTransformation?> FindTransformationAsync(string name, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await transformations.ListAsync(new PageRequest(200, cursor, name), cancellationToken);
            if (page.Items.FirstOrDefault(saved => saved.Name == name) is { } found)
                return found;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return null;
    }

    private static IEnumerable<(JsonObject Endpoint, string Path)> Endpoints(JsonObject document)
    {
        foreach (var key in Single)
        {
            if (document[key] is JsonObject endpoint)
                yield return (endpoint, $"$.{key}");
        }

        foreach (var key in Lists)
        {
            for (var i = 0; i < ((document[key] as JsonArray)?.Count ?? 0); i++)
            {
                if (document[key]![i] is JsonObject endpoint)
                    yield return (endpoint, $"$.{key}[{i}]");
            }
        }
    }

    private static IEnumerable<(JsonObject Step, string Path)> Steps(JsonNode? steps, string path) => steps switch
    {
        JsonArray list => [.. list.SelectMany((step, i) => Steps(step, $"{path}[{i}]"))],
        JsonObject step => [(step, path), .. ListsOfSteps.SelectMany(key => Steps(step[key], $"{path}.{key}"))],
        _ => [],
    };

    private static void ReplaceTexts(JsonNode? node, Dictionary<string, string> names)
    {
        if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i] is JsonValue value && value.TryGetValue<string>(out var text) && names.TryGetValue(text, out var name))
                    items[i] = name;
                else
                    ReplaceTexts(items[i], names);
            }
        }
        else if (node is JsonObject properties)
        {
            foreach (var key in new[] { "pipeline", "pipeline_id" })
            {
                if (Text(properties, key) is { } text && names.TryGetValue(text, out var name))
                    Rename(properties, key, "pipeline", name);
            }
        }
    }

    /// <summary>Another key and value in the place of one.</summary>
    private static void Rename(JsonObject json, string from, string to, string value)
    {
        var index = json.IndexOf(from);
        json.RemoveAt(index);
        json.Insert(index, to, value);
    }

    private static string? Text(JsonObject json, string key) => json[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
