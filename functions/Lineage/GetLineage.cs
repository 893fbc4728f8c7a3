using System.Text.Json;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Lineage;

/// <summary>GET /pipelines/{id}/lineage and /runs/{id}/lineage: what becomes of each field on its way, and what a run took where.</summary>
public sealed class GetLineage(IPipelineStore pipelines, IRunStore runs, IRunDefinitions definitions, LineageReader reader, TimeProvider time)
{
    /// <summary>The lineage of a pipeline's newest version, field by field, with its newest run.</summary>
    [Function("GetPipelineLineage")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(LineageAnswer))]
    public async Task<IResult> OfPipelineAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}/lineage")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var pipeline = await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline", id);
        var last = (await runs.LatestAsync([id], cancellationToken)).GetValueOrDefault(id);
        // What the newest version would do: with the parameters of the last run, or their defaults.
        var next = last is null ? Pretended(pipeline) : last with { PipelineVersion = pipeline.Version };
        return Answers.Ok(LineageAnswer.Of(await ReadAsync(next, cancellationToken), last));
    }

    /// <summary>The lineage of a run, as its version says, with what it read and wrote.</summary>
    [Function("GetRunLineage")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(LineageAnswer))]
    public async Task<IResult> OfRunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/runs/{id}/lineage")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("run", id);
        return Answers.Ok(LineageAnswer.Of(await ReadAsync(run, cancellationToken), run));
    }

    private async Task<LineageGraph> ReadAsync(Run run, CancellationToken cancellationToken) =>
        reader.Read(await definitions.LoadAsync(run, cancellationToken), await runs.FindPlanAsync(run.Id, cancellationToken));

    private Run Pretended(Pipeline pipeline) => new()
    {
        Id = "",
        Key = "",
        PipelineId = pipeline.Id,
        PipelineName = pipeline.Name,
        PipelineVersion = pipeline.Version,
        Status = RunStatus.Pending,
        Trigger = "manual",
        Parameters = JsonSerializer.SerializeToElement(new Dictionary<string, string>()),
        LogicalTime = time.GetUtcNow(),
        CreatedAt = time.GetUtcNow(),
    };
}
