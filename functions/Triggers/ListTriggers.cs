using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Triggers;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Triggers;

/// <summary>GET /pipelines/{id}/triggers: the triggers of a pipeline, each with what it did last.</summary>
public sealed class ListTriggers(ITriggerStore triggers, IPipelineStore pipelines)
{
    /// <summary>Lists the triggers of a pipeline, each with when it last started a run.</summary>
    [Function("ListPipelineTriggers")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PageAnswer<TriggerAnswer>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}/triggers")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await pipelines.FindAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("pipeline", id);
        return Answers.Ok(request.PageOf((await triggers.ListAsync(id, cancellationToken)).Select(TriggerAnswer.Of), trigger => $"{trigger.Key} {trigger.Type}"));
    }
}
