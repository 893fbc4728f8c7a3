using System.Text.Json.Nodes;

namespace DataAggregator.Tests.Fast.Pipelines;

/// <summary>The pipeline that the examples of the guide's section 5.1.2 make together, each word for word.</summary>
internal static class GuideDefinition
{
    private static readonly string[] Parts = ["source", "transformations", "destination", "schedule", "error_handling"];

    public static JsonObject Create(string name)
    {
        var pipeline = new JsonObject { ["name"] = name };
        foreach (var part in Parts)
            pipeline[part] = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Pipelines", "Guide", $"{part}.json")))![part]!.DeepClone();
        return pipeline;
    }
}
