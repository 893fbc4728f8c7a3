using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Runs;

/// <summary>GET /runs and GET /pipelines/{id}/runs: runs, newest first.</summary>
public sealed class ListRuns(IRunStore runs, TimeProvider time)
{
    /// <summary>Lists all runs; <c>pipeline_id</c> and <c>status</c> narrow the list.</summary>
    [Function("ListRuns")]
    [RequireRole(Roles.Viewer)]
    [Parameter("query", "pipeline_id", "Only the runs of this pipeline.")]
    [Parameter("query", "status", "Only the runs of this status, such as `failed`.")]
    [Answers(200, typeof(PageAnswer<RunAnswer>))]
    public Task<IResult> AllAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/runs")] HttpRequest request, CancellationToken cancellationToken) =>
        ListAsync(request, request.Query["pipeline_id"].FirstOrDefault(), cancellationToken);

    /// <summary>Lists the runs of one pipeline.</summary>
    [Function("ListPipelineRuns")]
    [RequireRole(Roles.Viewer)]
    [Parameter("query", "status", "Only the runs of this status, such as `failed`.")]
    [Answers(200, typeof(PageAnswer<RunAnswer>))]
    public Task<IResult> OfPipelineAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}/runs")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        ListAsync(request, id, cancellationToken);

    private async Task<IResult> ListAsync(HttpRequest request, string? pipelineId, CancellationToken cancellationToken)
    {
        var query = new RunQuery(request.Page("pipeline_id", "status"), pipelineId, Status(request));
        var page = await runs.ListAsync(query, cancellationToken);
        return Answers.Ok(new PageAnswer<RunAnswer>([.. page.Items.Select(run => RunAnswer.Of(run, time))], page.NextCursor));
    }

    /// <summary>The status that the query names; null without one.</summary>
    internal static RunStatus? Status(HttpRequest request)
    {
        if (request.Query["status"].FirstOrDefault() is not { Length: > 0 } word)
            return null;
        if (Enum.TryParse<RunStatus>(word, ignoreCase: true, out var status) && Enum.IsDefined(status))
            return status;
        var known = Enum.GetValues<RunStatus>().Select(RunStatuses.ToWord);
        throw ApiException.Invalid([new("status", $"is '{word}', but must be one of: {string.Join(", ", known)}.")]);
    }
}
