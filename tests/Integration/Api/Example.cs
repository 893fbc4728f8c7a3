using System.Text.Json.Nodes;
using DataAggregator.Functions.Application;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>The example bodies that the OpenAPI document shows; those of pipelines and previews are the guide's section 5.1.2.</summary>
internal static class Example
{
    private const string Prefix = "DataAggregator.Functions.Operations.OpenApi.Examples.";

    /// <summary>The operations that have one.</summary>
    public static IEnumerable<string> Operations => typeof(DataAggregatorServer).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..^".json".Length]);

    /// <summary>The body of an operation.</summary>
    public static JsonObject Of(string operation)
    {
        using var stream = typeof(DataAggregatorServer).Assembly.GetManifestResourceStream($"{Prefix}{operation}.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    /// <summary>The guide's pipeline under another name.</summary>
    public static JsonObject Pipeline(string name)
    {
        var pipeline = Of("CreatePipeline");
        pipeline["name"] = name;
        return pipeline;
    }
}
