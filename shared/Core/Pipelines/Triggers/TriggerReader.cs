using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Runs;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>Reads the triggers of a pipeline, each by its type.</summary>
public static class TriggerReader
{
    private static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["event"] = typeof(EventTrigger),
        ["file"] = typeof(FileTrigger),
        ["pipeline"] = typeof(PipelineTrigger),
        ["stream"] = typeof(StreamTrigger),
        ["webhook"] = typeof(WebhookTrigger),
    }.ToFrozenDictionary();

    /// <summary>The JSON Schema of one trigger.</summary>
    public static JsonObject JsonSchema
    {
        get
        {
            var kinds = new JsonArray();
            foreach (var (name, type) in Types.OrderBy(kind => kind.Key, StringComparer.Ordinal))
            {
                var kind = ConfigSchema.For(type);
                kind["properties"]!["type"]!["const"] = name;
                kinds.Add((JsonNode)kind);
            }

            return new JsonObject { ["oneOf"] = kinds };
        }
    }

    /// <summary>The triggers without problems.</summary>
    public static IReadOnlyList<Trigger> Read(IReadOnlyList<JsonElement> triggers, string path, Problems problems)
    {
        var read = new List<Trigger>();
        for (var i = 0; i < triggers.Count; i++)
        {
            var before = problems.Count;
            if (ReadOne(triggers[i], $"{path}[{i}]", problems) is { } trigger && problems.Count == before)
                read.Add(trigger);
        }

        return read;
    }

    private static Trigger? ReadOne(JsonElement json, string path, Problems problems)
    {
        var known = string.Join(", ", Types.Keys.Order(StringComparer.Ordinal));
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            problems.Add(path, $"must be an object whose 'type' is one of: {known}.");
            return null;
        }

        var name = Names.Normalise(type.GetString()!);
        if (!Types.TryGetValue(name, out var of))
        {
            problems.Add($"{path}.type", $"'{type}' is no kind of trigger.{Nearest.Hint(name, Types.Keys)} There are: {known}.");
            return null;
        }

        var trigger = (Trigger?)ConfigBinder.BindRecord(of, json, path, problems);
        if (trigger is PipelineTrigger { On: { } ends } && ends.Any(status => !status.IsTerminal()))
            problems.Add($"{path}.on", "may name how a run ends: success, warning, failed or cancelled.");
        return trigger is null ? null : trigger with { Type = name };
    }
}
