using DataAggregator.Core.Connectors;
using DataAggregator.Core.Security;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Connectors;

/// <summary>POST /connectors/{id}/discover: the streams that a saved source offers.</summary>
public sealed class DiscoverStreams(IConnectorStore connectors, ConnectorCatalogue catalogue, ISecretProtector protector)
{
    /// <summary>Lists the streams of a saved source with their schemas.</summary>
    [Function("DiscoverStreams")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(StreamsAnswer))]
    [Answers(422)]
    [Answers(502)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/connectors/{id}/discover")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var saved = await connectors.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("connector", id);
        if (catalogue.Find(saved.ConnectorType) is not { Source: { } source } connector)
            throw new ApiException(422, "validation_failed", $"'{saved.ConnectorType}' is no source that this installation can read.");
        var config = await SecretFields.UnprotectAsync(saved.Config, connector.Spec.SecretFields, protector, cancellationToken);
        return Answers.Ok(new StreamsAnswer(await source.DiscoverAsync(config, cancellationToken)));
    }
}
