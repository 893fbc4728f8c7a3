using System.Text.Json;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The saved connectors that a pipeline's document uses: sources and destinations by id, steps by name.</summary>
internal static class PipelineConnectors
{
    /// <summary>The ids in sources and destinations.</summary>
    public static IEnumerable<string> Ids(JsonElement document) => Endpoints(document, "source", "sources", "destination", "destinations")
        .Select(endpoint => Text(endpoint, "connector_id"))
        .OfType<string>();

    /// <summary>What joins and lookups read, unless a source of the pipeline has that name; it goes before a connector.</summary>
    public static IEnumerable<string> Names(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("transformations", out var steps)
            ? StepInputs(steps).Except(Endpoints(document, "sources").Skip(1).Select(source => Text(source, "name")).OfType<string>())
            : [];

    private static IEnumerable<JsonElement> Endpoints(JsonElement document, params string[] keys)
    {
        if (document.ValueKind != JsonValueKind.Object)
            return [];
        return document.EnumerateObject()
            .Where(property => keys.Contains(property.Name))
            .SelectMany(property => property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray() : Enumerable.Repeat(property.Value, 1))
            .Where(endpoint => endpoint.ValueKind == JsonValueKind.Object);
    }

    private static IEnumerable<string> StepInputs(JsonElement steps) => steps.ValueKind switch
    {
        JsonValueKind.Array => steps.EnumerateArray().SelectMany(StepInputs),
        JsonValueKind.Object => new[] { Text(steps, "join_source"), Text(steps, "source") }.OfType<string>().Concat(steps.EnumerateObject().SelectMany(property => StepInputs(property.Value))),
        _ => [],
    };

    private static string? Text(JsonElement element, string key) => element.TryGetProperty(key, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
