using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Functions.Runs;

namespace DataAggregator.Functions.Pipelines;

/// <summary>A pipeline as the API shows it: the definition with secrets masked, beside it what the platform knows of it.</summary>
internal static class PipelineAnswer
{
    /// <summary>The answer: the document's own keys, then id, version, times, author and the last run.</summary>
    public static JsonObject Of(Pipeline pipeline, JsonElement masked, Run? lastRun, TimeProvider time)
    {
        var answer = JsonObject.Create(masked)!;
        answer["id"] = pipeline.Id;
        answer["version"] = pipeline.Version;
        answer["enabled"] = pipeline.Enabled;
        answer["created_at"] = JsonSerializer.SerializeToNode(pipeline.CreatedAt);
        answer["updated_at"] = JsonSerializer.SerializeToNode(pipeline.UpdatedAt);
        answer["author"] = pipeline.Author;
        answer["last_run"] = lastRun is null ? null : JsonSerializer.SerializeToNode(RunAnswer.Of(lastRun, time), Http.ApiJson.Options);
        return answer;
    }

    /// <summary>Leaves of sources and destinations what viewers may see: type and object name.</summary>
    public static void HideConfigs(JsonObject answer)
    {
        foreach (var key in new[] { "source", "destination" })
        {
            Hide(answer[key] as JsonObject);
            foreach (var endpoint in answer[$"{key}s"] as JsonArray ?? [])
                Hide(endpoint as JsonObject);
        }
    }

    private static void Hide(JsonObject? endpoint)
    {
        if (endpoint?["config"] is not JsonObject config)
            return;
        foreach (var setting in config.Select(property => property.Key).Where(name => name is not ("table" or "name")).ToList())
            config.Remove(setting);
    }
}
