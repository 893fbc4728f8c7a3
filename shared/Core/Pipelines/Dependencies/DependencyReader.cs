using System.Text.Json;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Pipelines.Dependencies;

/// <summary>Reads <c>depends_on</c>: a name or id, an object with 'pipeline' and 'on', or a list of these.</summary>
public static class DependencyReader
{
    /// <summary>The dependencies without problems.</summary>
    public static IReadOnlyList<PipelineDependency> Read(JsonElement? dependsOn, string path, Problems problems)
    {
        if (dependsOn is not { } json || json.ValueKind == JsonValueKind.Null)
            return [];
        if (json.ValueKind != JsonValueKind.Array)
            return ReadOne(json, path, problems) is { } single ? [single] : [];
        var read = new List<PipelineDependency>();
        foreach (var (item, i) in json.EnumerateArray().Select((item, i) => (item, i)))
        {
            if (ReadOne(item, $"{path}[{i}]", problems) is not { } dependency)
                continue;
            if (read.Exists(earlier => earlier.Pipeline == dependency.Pipeline))
                problems.Add($"{path}[{i}]", $"names '{dependency.Pipeline}' a second time.");
            else
                read.Add(dependency);
        }

        return read;
    }

    private static PipelineDependency? ReadOne(JsonElement json, string path, Problems problems)
    {
        var before = problems.Count;
        var dependency = json.ValueKind == JsonValueKind.String
            ? new PipelineDependency { Pipeline = json.GetString()! }
            : ConfigBinder.Bind<PipelineDependency>(json, path, problems);
        if (dependency is { Pipeline.Length: 0 } or { Pipeline: null } && problems.Count == before)
            problems.Add(path, "must name a pipeline.");
        return problems.Count == before ? dependency : null;
    }
}
