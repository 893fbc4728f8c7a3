using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines;

/// <summary>GET /pipelines and /pipelines/{id}: pipelines, each with its last run.</summary>
public sealed class ListPipelines(IPipelineStore pipelines, IRunStore runs, PipelineSecrets secrets, TimeProvider time)
{
    /// <summary>A page of pipelines.</summary>
    [Function("ListPipelines")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PageAnswer<PipelineAnswer>))]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines")] HttpRequest request, CancellationToken cancellationToken)
    {
        var page = await pipelines.ListAsync(request.Page(), cancellationToken);
        var latest = await runs.LatestAsync([.. page.Items.Select(pipeline => pipeline.Id)], cancellationToken);
        var items = new List<PipelineAnswer>(page.Items.Count);
        foreach (var pipeline in page.Items)
            items.Add(await AnswerAsync(request, pipeline, latest.GetValueOrDefault(pipeline.Id), cancellationToken));
        return Answers.Ok(new PageAnswer<PipelineAnswer>(items, page.NextCursor));
    }

    /// <summary>One pipeline.</summary>
    [Function("GetPipeline")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PipelineAnswer))]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var pipeline = await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline", id);
        var latest = await runs.LatestAsync([id], cancellationToken);
        return Answers.Ok(request.HttpContext.Response, await AnswerAsync(request, pipeline, latest.GetValueOrDefault(id), cancellationToken), pipeline.Version);
    }

    private async Task<PipelineAnswer> AnswerAsync(HttpRequest request, Pipeline pipeline, Run? lastRun, CancellationToken cancellationToken)
    {
        var toViewer = !Roles.Covers(SignedInUser.Of(request).Role, Roles.Editor);
        return PipelineAnswer.Of(pipeline, await secrets.MaskAsync(pipeline.Document, cancellationToken), lastRun, toViewer, time);
    }
}
