using DataAggregator.Core.Connectors;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Connectors;

/// <summary>POST /connectors and PUT /connectors/{id}.</summary>
public sealed class SaveConnector(IConnectorStore connectors, ConnectorInput input, ConnectorCatalogue catalogue)
{
    /// <summary>Saves a new connector.</summary>
    [Function("CreateConnector")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(ConnectorRequest))]
    [Answers(201, typeof(ConnectorAnswer))]
    [Answers(409)]
    public async Task<IResult> CreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/connectors")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<ConnectorRequest>(cancellationToken);
        var saved = await connectors.CreateAsync(await input.ToSaveAsync(body, null, cancellationToken), cancellationToken);
        return Answers.Created(request.HttpContext.Response, ConnectorAnswer.Of(saved, catalogue), $"/api/v1/connectors/{saved.Id}", saved.Version);
    }

    /// <summary>Saves a change of a connector.</summary>
    [Function("UpdateConnector")]
    [RequireRole(Roles.Editor)]
    [IfMatch]
    [Body(typeof(ConnectorRequest))]
    [Answers(200, typeof(ConnectorAnswer))]
    [Answers(409)]
    public async Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/connectors/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<ConnectorRequest>(cancellationToken);
        var stored = await connectors.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("connector", id);
        var saved = await connectors.UpdateAsync(await input.ToSaveAsync(body, stored, cancellationToken), request.ExpectedVersion(), cancellationToken);
        return Answers.Ok(request.HttpContext.Response, ConnectorAnswer.Of(saved, catalogue), saved.Version);
    }
}
