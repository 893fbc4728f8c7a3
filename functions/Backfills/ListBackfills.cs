using DataAggregator.Core.Backfills;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Backfills;

/// <summary>GET /pipelines/{id}/backfills and /pipelines/{id}/backfills/{backfill id}.</summary>
public sealed class ListBackfills(IBackfillStore backfills)
{
    /// <summary>The last hundred backfills of a pipeline, newest first.</summary>
    [Function("ListBackfills")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PageAnswer<BackfillAnswer>))]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}/backfills")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        Answers.Ok(request.PageOf((await backfills.ListAsync(id, cancellationToken)).Select(BackfillAnswer.Of), backfill => $"{backfill.From} {backfill.To}"));

    /// <summary>One backfill with its chunks.</summary>
    [Function("GetBackfill")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(BackfillAnswer))]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}/backfills/{backfill}")] HttpRequest request, string id, string backfill, CancellationToken cancellationToken) =>
        Answers.Ok(BackfillAnswer.Of(await FindAsync(backfills, id, backfill, cancellationToken)));

    /// <summary>The backfill of a pipeline.</summary>
    /// <exception cref="ApiException">There is none (404).</exception>
    internal static async Task<Backfill> FindAsync(IBackfillStore backfills, string pipelineId, string id, CancellationToken cancellationToken) =>
        await backfills.FindAsync(id, cancellationToken) is { } found && found.PipelineId == pipelineId ? found : throw ApiException.NotFound("backfill", id);
}
