using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines.Dependencies;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines.Portable;

/// <summary>
/// POST /pipelines/import: definitions as <c>{"pipelines": [...]}</c>, a list or one alone, as YAML or JSON. Each is found by its name; the others are taken in
/// when one of them is not.
/// </summary>
public sealed class ImportPipelines(PipelineImporter importer)
{
    private const int MostPipelines = 1000;

    /// <summary>Imports pipelines; the same document again changes nothing.</summary>
    [Function("ImportPipelines")]
    [RequireRole(Roles.Editor)]
    [Parameter("query", "dry_run", "`true` to save nothing and only tell what would become of each pipeline.")]
    [Parameter("query", "message", "What the import is for; the list of versions shows it.")]
    [Body(typeof(ImportRequest))]
    [Answers(200, typeof(ImportAnswer))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipelines/import")] HttpRequest request, CancellationToken cancellationToken)
    {
        var dryRun = DryRun(request);
        var message = PipelineInput.Message(request);
        var definitions = Definitions(await request.ReadDocumentAsync(cancellationToken));
        if (definitions.Count > MostPipelines)
            throw ApiException.Invalid([new Problem("$.pipelines", $"may be {MostPipelines} at most.")]);
        var planned = dryRun ? new PlannedPipelines() : null;
        var results = new ImportedPipeline[definitions.Count];
        // What depends on another pipeline of the import is taken in after it, wherever it stands.
        List<int> failed = [.. Enumerable.Range(0, definitions.Count)];
        int waiting;
        do
        {
            waiting = failed.Count;
            foreach (var i in failed)
                results[i] = await importer.ImportAsync(definitions[i].Document, definitions[i].Path, SignedInUser.Of(request), message, planned, cancellationToken);
            failed.RemoveAll(i => results[i].Outcome != ImportOutcome.Failed);
        }
        while (failed.Count > 0 && failed.Count < waiting);
        return Answers.Ok(ImportAnswer.Of(dryRun, results));
    }

    private static bool DryRun(HttpRequest request) => request.Query["dry_run"].FirstOrDefault() switch
    {
        null or "" => false,
        { } word when bool.TryParse(word, out var flag) => flag,
        var other => throw ApiException.Invalid([new Problem("dry_run", $"is '{other}', but must be true or false.")]),
    };

    private static IReadOnlyList<(JsonElement Document, string Path)> Definitions(JsonElement document)
    {
        if (document.ValueKind == JsonValueKind.Array)
            return Items(document, "$");
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("pipelines", out var list))
            return [(document, "$")];
        var problems = new Problems();
        foreach (var key in document.EnumerateObject().Where(key => key.Name != "pipelines"))
            problems.Add($"$.{key.Name}", "is not known here: give 'pipelines' alone.");
        if (list.ValueKind != JsonValueKind.Array)
            problems.Add("$.pipelines", "must be a list of definitions.");
        problems.ThrowIfAny();
        return Items(list, "$.pipelines");
    }

    private static IReadOnlyList<(JsonElement Document, string Path)> Items(JsonElement list, string path) => [.. list.EnumerateArray().Select((item, i) => (item, $"{path}[{i}]"))];
}
