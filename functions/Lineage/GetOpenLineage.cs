using System.Text.Json;
using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Orchestrations.Lineage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Lineage;

/// <summary>GET /runs/{id}/openlineage: a run as the events of OpenLineage.</summary>
public sealed class GetOpenLineage(IRunStore runs, OpenLineageReader reader)
{
    /// <summary>A run as OpenLineage 2-0-2 events: its start, and its end once it has one, with fields, where they come from, and what they were like.</summary>
    [Function("GetOpenLineage")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(PageAnswer<JsonElement>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/runs/{id}/openlineage")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("run", id);
        var events = await reader.ReadAsync(run, cancellationToken);
        return Answers.Ok(new PageAnswer<JsonElement>([.. events.Select(item => JsonSerializer.SerializeToElement(item))], null));
    }
}
