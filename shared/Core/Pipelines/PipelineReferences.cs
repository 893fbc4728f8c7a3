using System.Text.Json;

namespace DataAggregator.Core.Pipelines;

/// <summary>The other pipelines that a definition names, by name or id: what it depends on, and whose runs start it.</summary>
public static class PipelineReferences
{
    /// <summary>The names and ids, each once.</summary>
    public static IReadOnlyCollection<string> In(JsonElement document)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        if (document.ValueKind != JsonValueKind.Object)
            return found;
        if (document.TryGetProperty("depends_on", out var dependencies))
            Collect(dependencies, found);
        if (document.TryGetProperty("triggers", out var triggers) && triggers.ValueKind == JsonValueKind.Array)
        {
            foreach (var trigger in triggers.EnumerateArray())
                Collect(trigger, found);
        }

        return found;
    }

    private static void Collect(JsonElement value, SortedSet<string> found)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                found.Add(value.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Collect(item, found);
                break;
            case JsonValueKind.Object:
                foreach (var key in new[] { "pipeline", "pipeline_id" })
                {
                    if (value.TryGetProperty(key, out var other) && other.ValueKind is JsonValueKind.String or JsonValueKind.Array)
                        Collect(other, found);
                }

                break;
        }
    }
}
