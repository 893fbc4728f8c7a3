using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Connectors;

/// <summary>DELETE /connectors/{id}: 409 with the pipelines that use it.</summary>
public sealed class DeleteConnector(IConnectorStore connectors, IPipelineStore pipelines)
{
    /// <summary>Deletes the connector.</summary>
    [Function("DeleteConnector")]
    [RequireRole(Roles.Editor)]
    [IfMatch]
    [Answers(204)]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/connectors/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var users = await pipelines.UsersOfConnectorAsync(id, cancellationToken);
        if (users.Count > 0)
            throw new ApiException(409, "conflict", $"The connector is used by: {string.Join(", ", users)}. Change or delete those pipelines first.");
        if (!await connectors.DeleteAsync(id, request.ExpectedVersion(), cancellationToken))
            throw ApiException.NotFound("connector", id);
        return Results.NoContent();
    }
}
