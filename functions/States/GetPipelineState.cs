using DataAggregator.Core.Incremental;
using DataAggregator.Core.Pipelines;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.States;

/// <summary>GET /pipelines/{id}/state: how far incremental runs have read.</summary>
public sealed class GetPipelineState(IPipelineStore pipelines, IStreamStateStore states)
{
    /// <summary>How far a pipeline's streams were read, and the last changes of that.</summary>
    [Function("GetPipelineState")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(StateAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}/state")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await pipelines.FindAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("pipeline", id);
        return await StateAnswer.AnswerAsync(request.HttpContext.Response, states, id, cancellationToken);
    }
}
