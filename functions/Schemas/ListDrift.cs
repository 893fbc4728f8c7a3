using DataAggregator.Core.Runs;
using DataAggregator.Core.Schemas;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Schemas;

/// <summary>GET /runs/{id}/drift: how the source's fields differed from what was known, and what was done about it.</summary>
public sealed class ListDrift(IRunStore runs, ISchemaStore schemas)
{
    /// <summary>The drifts of a run, each field and kind once.</summary>
    [Function("ListDrift")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PageAnswer<SchemaDrift>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/runs/{id}/drift")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await runs.FindHeadAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("run", id);
        return Answers.Ok(request.PageOf(await schemas.DriftsAsync(id, cancellationToken), drift => drift.Change.Field));
    }
}
