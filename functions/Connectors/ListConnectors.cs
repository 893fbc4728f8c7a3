using DataAggregator.Core.Connectors;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Connectors;

/// <summary>GET /connectors and /connectors/{id}: saved connectors, secrets masked.</summary>
public sealed class ListConnectors(IConnectorStore connectors, ConnectorCatalogue catalogue)
{
    /// <summary>A page of connectors.</summary>
    [Function("ListConnectors")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(PageAnswer<ConnectorAnswer>))]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/connectors")] HttpRequest request, CancellationToken cancellationToken)
    {
        var page = await connectors.ListAsync(request.Page(), cancellationToken);
        return Answers.Ok(new PageAnswer<ConnectorAnswer>([.. page.Items.Select(connector => ConnectorAnswer.Of(connector, catalogue))], page.NextCursor));
    }

    /// <summary>One connector.</summary>
    [Function("GetConnector")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(ConnectorAnswer))]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/connectors/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var connector = await connectors.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("connector", id);
        return Answers.Ok(request.HttpContext.Response, ConnectorAnswer.Of(connector, catalogue), connector.Version);
    }
}
