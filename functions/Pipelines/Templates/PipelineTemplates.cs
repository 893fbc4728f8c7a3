using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Templates;
using DataAggregator.Functions.Http;

namespace DataAggregator.Functions.Pipelines.Templates;

/// <summary>The templates of pipelines: those that the platform ships, which are part of it, and those that users saved.</summary>
/// <param name="store">What users saved.</param>
public sealed class PipelineTemplates(IPipelineTemplateStore store)
{
    private const string Prefix = "DataAggregator.Functions.Pipelines.Templates.Shipped.";
    private static readonly IReadOnlyList<PipelineTemplate> Shipped = ReadShipped();

    /// <summary>All of them, the shipped ones first.</summary>
    public async Task<IReadOnlyList<PipelineTemplate>> ListAsync(CancellationToken cancellationToken) => [.. Shipped, .. await store.ListAsync(cancellationToken)];

    /// <summary>One of them.</summary>
    /// <exception cref="ApiException">There is none (404).</exception>
    public async Task<PipelineTemplate> FindAsync(string id, CancellationToken cancellationToken) =>
        Shipped.FirstOrDefault(template => template.Id == id) ?? await store.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline template", id);

    /// <summary>Whether the platform ships it.</summary>
    public static bool IsShipped(string id) => Shipped.Any(template => template.Id == id);

    /// <summary>The definition with the template's parameters filled in; other placeholders stay, for the runs.</summary>
    /// <exception cref="InvalidDocumentException">A parameter is missing, or not one of the template.</exception>
    public static JsonElement Fill(PipelineTemplate template, IReadOnlyDictionary<string, string> values, string? name)
    {
        var problems = new Problems();
        var known = template.Parameters.Select(parameter => parameter.Name).ToList();
        foreach (var stranger in values.Keys.Except(known))
            problems.Add($"$.parameters.{stranger}", $"is no parameter of this template.{Nearest.Hint(stranger, known)} Known: {string.Join(", ", known)}.");
        foreach (var missing in template.Parameters.Where(parameter => parameter.Default is null && !values.ContainsKey(parameter.Name)))
            problems.Add($"$.parameters.{missing.Name}", $"is required{(missing.Description is { } meaning ? $": {meaning}" : ".")}");
        problems.ThrowIfAny();
        var defaults = template.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Default);
        // A literal ${ has to stay one for the runs.
        var kept = JsonSerializer.Deserialize<JsonElement>(template.Definition.GetRawText().Replace("$${", "$$${", StringComparison.Ordinal));
        var filled = JsonObject.Create(Placeholders.Fill(kept, parameter => values.GetValueOrDefault(parameter) ?? defaults.GetValueOrDefault(parameter)).Document)!;
        filled["name"] = name ?? template.Name;
        return JsonSerializer.SerializeToElement(filled);
    }

    private static List<PipelineTemplate> ReadShipped()
    {
        var assembly = typeof(PipelineTemplates).Assembly;
        var templates = new List<PipelineTemplate>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            templates.Add(JsonSerializer.Deserialize<PipelineTemplate>(stream, ApiJson.Options)!);
        }

        return templates;
    }
}
