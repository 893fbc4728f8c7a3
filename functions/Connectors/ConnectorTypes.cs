using DataAggregator.Core.Connectors;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Connectors;

/// <summary>GET /connector-types and /connector-types/{type}: the catalogue.</summary>
public sealed class ConnectorTypes(ConnectorCatalogue catalogue)
{
    /// <summary>Every connector type with the JSON Schema of its settings.</summary>
    [Function("ListConnectorTypes")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PageAnswer<ConnectorTypeAnswer>))]
    public IResult List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/connector-types")] HttpRequest request) =>
        Answers.Ok(request.PageOf(catalogue.All.Select(connector => ConnectorTypeAnswer.Of(connector.Spec)), type => $"{type.Type} {type.DisplayName} {type.Description}"));

    /// <summary>One connector type.</summary>
    [Function("GetConnectorType")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(ConnectorTypeAnswer))]
    public IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/connector-types/{type}")] HttpRequest request, string type) =>
        Answers.Ok(ConnectorTypeAnswer.Of((catalogue.Find(type) ?? throw ApiException.NotFound("connector type", type)).Spec));
}
