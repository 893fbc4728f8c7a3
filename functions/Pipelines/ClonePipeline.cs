using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Storage;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines;

/// <summary>
/// POST /pipelines/{id}/clone: a copy of the newest version, its secrets with it. A copy of what starts by itself is paused, or both would do the same work
/// until somebody has changed it.
/// </summary>
public sealed class ClonePipeline(IPipelineStore pipelines, PipelineAnswers answers)
{
    private const int MostCopies = 1000;

    /// <summary>What cloning takes; all of it may be left out.</summary>
    public sealed record Request
    {
        /// <summary>The copy's name.</summary>
        [Description("The copy's name; the pipeline's with '(copy)' unless given.")]
        public string? Name { get; init; }
    }

    /// <summary>Makes a copy of a pipeline.</summary>
    [Function("ClonePipeline")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(Request), Optional = true)]
    [Answers(201, typeof(PipelineAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipelines/{id}/clone")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var body = request.HasBody() ? await request.ReadAsync<Request>(cancellationToken) : new Request();
        var original = await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline", id);
        if (body.Name is { } given && (string.IsNullOrWhiteSpace(given) || given.Length > 200))
            throw ApiException.Invalid([new("$.name", "must have 1 to 200 characters.")]);
        var name = body.Name?.Trim() ?? await FreeNameAsync(original.Name, cancellationToken);
        var enabled = original.Enabled && !StartsByItself(original.Document);
        var document = DefinitionEdits.With(original.Document, ("name", name), ("enabled", enabled));
        var message = string.Create(CultureInfo.InvariantCulture, $"Copy of '{original.Name}', version {original.Version}");
        var copy = await pipelines.CreateAsync(new PipelineDraft(name, document, enabled, PipelineInput.Author(request), message), cancellationToken);
        return await answers.CreatedAsync(request, copy, cancellationToken);
    }

    private static bool StartsByItself(JsonElement document) =>
        new[] { "schedule", "triggers", "depends_on" }.Any(key => document.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null);

    private async Task<string> FreeNameAsync(string original, CancellationToken cancellationToken)
    {
        var start = original.Length > 180 ? original[..180] : original;
        for (var number = 1; number <= MostCopies; number++)
        {
            var name = number == 1 ? $"{start} (copy)" : string.Create(CultureInfo.InvariantCulture, $"{start} (copy {number})");
            if (await pipelines.FindByNameAsync(name, cancellationToken) is null)
                return name;
        }

        throw new ConflictException($"There are {MostCopies} copies of '{original}': choose a name.");
    }
}
