using DataAggregator.Core.Pipelines;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines;

/// <summary>GET /pipelines/{id}/parameters: what a run of a pipeline can be given values for, and has to be.</summary>
public sealed class ListParameters(IPipelineStore pipelines, RunParameters parameters)
{
    /// <summary>Lists the parameters of a pipeline: those that it declares, and those that it uses, also in saved transformations.</summary>
    [Function("ListPipelineParameters")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(PageAnswer<ParameterAnswer>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}/parameters")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var pipeline = await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline", id);
        return Answers.Ok(request.PageOf(await parameters.ListAsync(pipeline, cancellationToken), parameter => parameter.Name));
    }
}
