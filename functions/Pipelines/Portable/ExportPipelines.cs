using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Storage;
using DataAggregator.Formats.Yaml;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines.Portable;

/// <summary>GET /pipelines/export: definitions as one document that can be imported here or elsewhere, secrets masked.</summary>
public sealed class ExportPipelines(IPipelineStore pipelines, PipelineSecrets secrets, PortableDefinition portable)
{
    private static readonly string[] Parameters = ["format", "id", "tag"];
    private static readonly JsonSerializerOptions Indented = new(ApiJson.Options) { WriteIndented = true };

    /// <summary>Exports pipelines as YAML or JSON.</summary>
    [Function("ExportPipelines")]
    [RequireRole(Roles.Editor)]
    [Parameter("query", "format", "`yaml` or `json`; without it, YAML where `Accept` asks for it, else JSON.")]
    [Parameter("query", "id", "Only these pipelines: ids, separated by commas.")]
    [Parameter("query", "tag", "Only pipelines with this tag; given several times, with all of them.")]
    [Answers(200, ContentType = "application/json")]
    [Answers(422)]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/export")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Query.Keys.Except(Parameters).FirstOrDefault() is { } unknown)
            throw ApiException.Invalid([new(unknown, $"is not a known parameter. Known: {string.Join(", ", Parameters)}.")]);
        var isYaml = IsYaml(request);
        var exported = new JsonArray();
        foreach (var pipeline in await WantedAsync(request, cancellationToken))
        {
            var shown = await secrets.MaskAsync(DefinitionEdits.With(pipeline.Document, ("enabled", pipeline.Enabled)), cancellationToken);
            exported.Add(JsonObject.Create(await portable.ExportAsync(shown, cancellationToken)));
        }

        var document = new JsonObject { ["pipelines"] = exported };
        request.HttpContext.Response.Headers.ContentDisposition = $"attachment; filename=pipelines.{(isYaml ? "yaml" : "json")}";
        return isYaml
            ? Results.Text(YamlText.Write(JsonSerializer.SerializeToElement(document)), "application/yaml", System.Text.Encoding.UTF8)
            : Results.Json(document, Indented);
    }

    private static bool IsYaml(HttpRequest request) => request.Query["format"].FirstOrDefault() switch
    {
        null or "" => request.Headers.Accept.Any(accept => accept?.Contains("yaml", StringComparison.OrdinalIgnoreCase) == true),
        "yaml" => true,
        "json" => false,
        var other => throw ApiException.Invalid([new("format", $"is '{other}', but must be yaml or json.")]),
    };

    private async Task<IReadOnlyList<Pipeline>> WantedAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var ids = request.Query["id"].SelectMany(list => (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.Ordinal);
        var tags = request.Query["tag"].OfType<string>().Where(tag => tag.Length > 0).ToList();
        var wanted = new List<Pipeline>();
        string? cursor = null;
        do
        {
            var page = await pipelines.ListAsync(new PipelineQuery(new PageRequest(200, cursor, Sort: "name"), tags), cancellationToken);
            wanted.AddRange(page.Items.Where(pipeline => ids.Count == 0 || ids.Contains(pipeline.Id)));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        if (ids.Except(wanted.Select(pipeline => pipeline.Id)).FirstOrDefault() is { } missing && tags.Count == 0)
            throw ApiException.NotFound("pipeline", missing);
        return wanted;
    }
}
