using System.Text.Json.Nodes;
using DataAggregator.Functions.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Operations.OpenApi;

/// <summary>GET /api/openapi.json: the contract for programs.</summary>
public sealed class GetOpenApi
{
    // It does not change while the process lives.
    private static readonly Lazy<JsonObject> Document = new(OpenApiDocument.Create);

    /// <summary>The contract as an OpenAPI 3.1 document.</summary>
    [Function("GetOpenApi")]
    [Anonymous]
    [Answers(200, ContentType = "application/json")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) =>
        Results.Text(Document.Value.ToJsonString(Http.ApiJson.Options), "application/json", System.Text.Encoding.UTF8);
}
