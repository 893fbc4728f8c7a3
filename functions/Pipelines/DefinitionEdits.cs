using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataAggregator.Functions.Pipelines;

/// <summary>Changes that the platform itself makes in a definition.</summary>
internal static class DefinitionEdits
{
    /// <summary>The definition with these keys set, the others as they are.</summary>
    public static JsonElement With(JsonElement document, params ReadOnlySpan<(string Key, JsonNode? Value)> settings)
    {
        var edited = JsonObject.Create(document)!;
        foreach (var (key, value) in settings)
            edited[key] = value;
        return JsonSerializer.SerializeToElement(edited);
    }
}
