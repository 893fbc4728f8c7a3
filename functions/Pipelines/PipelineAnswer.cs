using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Functions.Runs;

namespace DataAggregator.Functions.Pipelines;

/// <summary>A pipeline as the API shows it: what the platform knows of it, and beside that the definition as it was written, secrets masked.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Counts its changes.</param>
/// <param name="Enabled">Whether schedule and triggers start it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed.</param>
/// <param name="Author">Who made this version.</param>
/// <param name="Message">What this version is for.</param>
/// <param name="LastRun">Its newest run.</param>
public sealed record PipelineAnswer(
    string Id,
    int Version,
    bool Enabled,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string? Author,
    string? Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] RunAnswer? LastRun)
{
    /// <summary>What saving it was allowed for, but should be known; only in the answer to saving.</summary>
    public IReadOnlyList<Problem>? Warnings { get; init; }

    /// <summary>The definition's own keys.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Definition { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The answer for a pipeline, its definition as it may be shown.</summary>
    internal static PipelineAnswer Of(Pipeline pipeline, JsonElement shown, Run? lastRun, TimeProvider time) => new(
        pipeline.Id,
        pipeline.Version,
        pipeline.Enabled,
        pipeline.CreatedAt,
        pipeline.UpdatedAt,
        pipeline.Author,
        pipeline.Message,
        lastRun is null ? null : RunAnswer.Of(lastRun, time))
    {
        Definition = Keys(shown),
    };

    /// <summary>The definition's own keys, but for what stands beside them.</summary>
    internal static Dictionary<string, JsonElement> Keys(JsonElement shown) =>
        shown.EnumerateObject().Where(key => key.Name != "enabled").ToDictionary(key => key.Name, key => key.Value);

    /// <summary>The definition for viewers: sources and destinations show their type and object name alone.</summary>
    internal static JsonElement HideConfigs(JsonElement masked)
    {
        var definition = JsonObject.Create(masked)!;
        // What fills a config's placeholders is part of it, and the address of a webhook is as good as a password.
        definition.Remove("parameters");
        definition.Remove("notifications");
        (definition["error_handling"] as JsonObject)?.Remove("notifications");
        foreach (var trigger in definition["triggers"] as JsonArray ?? [])
        {
            (trigger as JsonObject)?.Remove("parameters");
            (trigger as JsonObject)?.Remove("signature");
        }

        foreach (var key in new[] { "source", "destination" })
        {
            Hide(definition[key] as JsonObject);
            foreach (var endpoint in definition[$"{key}s"] as JsonArray ?? [])
                Hide(endpoint as JsonObject);
        }

        return JsonSerializer.SerializeToElement(definition);
    }

    private static void Hide(JsonObject? endpoint)
    {
        if (endpoint?["config"] is not JsonObject config)
            return;
        foreach (var setting in config.Select(property => property.Key).Where(name => name is not ("table" or "name")).ToList())
            config.Remove(setting);
    }
}
