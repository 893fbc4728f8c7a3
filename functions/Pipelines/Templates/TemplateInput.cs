using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Templates;
using DataAggregator.Core.Pipelines.Versions;
using DataAggregator.Core.Security;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;

namespace DataAggregator.Functions.Pipelines.Templates;

/// <summary>Checks what a user sends for a template. A template shows what it holds, so it holds no secrets.</summary>
/// <param name="pipelines">The pipelines that become templates.</param>
/// <param name="secrets">Knows what is a secret.</param>
/// <param name="validator">Checks the definition.</param>
public sealed class TemplateInput(IPipelineStore pipelines, PipelineSecrets secrets, PipelineValidator validator)
{
    /// <summary>The template to save.</summary>
    /// <exception cref="InvalidDocumentException">Something is wrong; every problem is listed.</exception>
    public async Task<PipelineTemplate> ToSaveAsync(TemplateRequest request, SignedInUser author, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 200)
            throw ApiException.Invalid([new("$.name", "must have 1 to 200 characters.")]);
        if (request.Definition is null == request.PipelineId is null)
            throw ApiException.Invalid([new("$", "give either 'definition' or 'pipeline_id'.")]);
        var parameters = request.Parameters.ToList();
        var definition = request.PipelineId is { } id
            ? await OfPipelineAsync(id, parameters, cancellationToken)
            : await GivenAsync(request.Definition!.Value, request.Name, cancellationToken);
        if (parameters.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw ApiException.Invalid([new("$.parameters", $"names '{twice.Key}' more than once.")]);
        CodeRights.Check(author, definition);
        var problems = new Problems();
        await validator.ValidateAsync(definition, problems, cancellationToken);
        if (problems.Count > 0)
            throw new InvalidDocumentException([.. problems.Select(Within)]);
        return new PipelineTemplate("", request.Name.Trim(), request.Description, request.Category, parameters, definition, author.Email);
    }

    private static Problem Within(Problem problem) => problem with { Path = $"$.definition{problem.Path.TrimStart('$')}" };

    private async Task<JsonElement> GivenAsync(JsonElement definition, string name, CancellationToken cancellationToken)
    {
        if (definition.ValueKind != JsonValueKind.Object)
            throw ApiException.Invalid([new("$.definition", "must be an object: the definition of a pipeline.")]);
        var named = definition.TryGetProperty("name", out _) ? definition : DefinitionEdits.With(definition, ("name", name));
        var shown = DefinitionDiff.Between((named, named), (await secrets.MaskAsync(named, cancellationToken), named));
        return shown.Count == 0
            ? named
            : throw ApiException.Invalid([.. shown.Select(change => new Problem($"$.definition{change.Path.TrimStart('$')}", "is a secret, which a template would show: write ${name}, and declare it under 'parameters'."))]);
    }

    private async Task<JsonElement> OfPipelineAsync(string id, List<TemplateParameter> parameters, CancellationToken cancellationToken)
    {
        var pipeline = await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.Invalid([new("$.pipeline_id", $"there is no pipeline with the id '{id}'.")]);
        var definition = JsonNode.Parse((await secrets.MaskAsync(pipeline.Document, cancellationToken)).GetRawText())!.AsObject();
        definition.Remove("enabled");
        Ask(definition, parameters);
        return JsonSerializer.SerializeToElement(definition);
    }

    /// <summary>Puts a parameter in the place of each secret.</summary>
    private static void Ask(JsonNode? node, List<TemplateParameter> parameters)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                Ask(item, parameters);
        }

        foreach (var (key, value) in (node as JsonObject)?.ToList() ?? [])
        {
            if (value is not JsonValue text || !text.TryGetValue<string>(out var word) || word != Secret.Mask)
            {
                Ask(value, parameters);
                continue;
            }

            var name = key;
            for (var number = 2; parameters.Any(parameter => parameter.Name == name); number++)
                name = $"{key}_{number}";
            parameters.Add(new TemplateParameter { Name = name, Description = $"The {key.Replace('_', ' ')}." });
            node![key] = $"${{{name}}}";
        }
    }
}
