using System.Text.Json;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Lineage.OpenLineage;

/// <summary>GET /runs/{id}/openlineage: a run as the events of OpenLineage.</summary>
public sealed class GetOpenLineage(IRunStore runs, IRunDefinitions definitions, IProfileStore profiles, LineageReader reader)
{
    /// <summary>A run as OpenLineage 2-0-2 events: its start, and its end once it has one, with fields, where they come from, and what they were like.</summary>
    [Function("GetOpenLineage")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(PageAnswer<JsonElement>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/runs/{id}/openlineage")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("run", id);
        var definition = await definitions.LoadAsync(run, cancellationToken);
        var plan = await runs.FindPlanAsync(id, cancellationToken);
        var quality = await profiles.FindRunAsync(id, cancellationToken);
        var events = new OpenLineageEvents(run, definition, plan, reader.Read(definition, plan), quality, reader.NameOf).All();
        return Answers.Ok(new PageAnswer<JsonElement>([.. events.Select(item => JsonSerializer.SerializeToElement(item))], null));
    }
}
