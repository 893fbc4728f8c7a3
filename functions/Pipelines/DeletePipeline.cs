using DataAggregator.Core.Pipelines;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines;

/// <summary>DELETE /pipelines/{id}: the pipeline goes, its runs stay; 409 with the runs that have not ended, or the pipelines that depend on it.</summary>
public sealed class DeletePipeline(IPipelineStore pipelines)
{
    /// <summary>Deletes the pipeline; its runs stay.</summary>
    [Function("DeletePipeline")]
    [RequireRole(Roles.Editor)]
    [IfMatch]
    [Answers(204)]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/pipelines/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!await pipelines.DeleteAsync(id, request.ExpectedVersion(), cancellationToken))
            throw ApiException.NotFound("pipeline", id);
        return Results.NoContent();
    }
}
