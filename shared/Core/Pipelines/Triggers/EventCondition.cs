using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>The condition of an event trigger is that of a filter of records.</summary>
public static class EventCondition
{
    /// <summary>The filter.</summary>
    public static JsonElement Step(JsonElement condition) =>
        JsonSerializer.SerializeToElement(new JsonObject { ["type"] = "record_filter", ["condition"] = JsonNode.Parse(condition.GetRawText()) });

    /// <summary>Adds every problem of a condition that stands at that path.</summary>
    internal static void Check(ITransformationCompiler compiler, JsonElement condition, string path, Problems problems)
    {
        var found = new Problems();
        compiler.Compile(Step(condition), null, "", found);
        foreach (var problem in found)
        {
            var at = problem.Path.IndexOf(".condition", StringComparison.Ordinal);
            problems.Add(at < 0 ? path : path + problem.Path[(at + ".condition".Length)..], problem.Message);
        }
    }
}
