using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Functions.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines;

/// <summary>GET /pipelines and /pipelines/{id}: pipelines, each with its last run.</summary>
public sealed class ListPipelines(IPipelineStore pipelines, PipelineAnswers answers)
{
    /// <summary>A page of pipelines.</summary>
    [Function("ListPipelines")]
    [RequireRole(Roles.Viewer)]
    [Parameter("query", "tag", "Only pipelines with this tag; given several times, with all of them.")]
    [Parameter("query", "enabled", "`true` for those that schedule and triggers start, `false` for the others.")]
    [Parameter("query", "status", "Only pipelines whose last run has this status, such as `failed`.")]
    [Answers(200, typeof(PageAnswer<PipelineAnswer>))]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines")] HttpRequest request, CancellationToken cancellationToken)
    {
        var page = await pipelines.ListAsync(Query(request, request.Page("tag", "enabled", "status")), cancellationToken);
        return Answers.Ok(new PageAnswer<PipelineAnswer>(await answers.OfAsync(request, page.Items, cancellationToken), page.NextCursor));
    }

    /// <summary>One pipeline.</summary>
    [Function("GetPipeline")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PipelineAnswer))]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await answers.OkAsync(request, await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline", id), cancellationToken);

    private static PipelineQuery Query(HttpRequest request, Core.Storage.PageRequest page)
    {
        var tags = request.Query["tag"].OfType<string>().Where(tag => tag.Length > 0).ToList();
        if (tags.Any(tag => tag.Contains('\0', StringComparison.Ordinal)))
            throw ApiException.Invalid([new Problem("tag", "must not hold the character U+0000.")]);
        bool? enabled = null;
        if (request.Query["enabled"].FirstOrDefault() is { Length: > 0 } word)
            enabled = bool.TryParse(word, out var flag) ? flag : throw ApiException.Invalid([new Problem("enabled", $"is '{word}', but must be true or false.")]);
        return new PipelineQuery(page, tags, enabled, ListRuns.Status(request));
    }
}
