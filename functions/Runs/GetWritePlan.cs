using System.Collections.Frozen;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Functions.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Runs;

/// <summary>GET /runs/{id}/write-plan: what a dry run would have written, without any of it being written.</summary>
public sealed class GetWritePlan(IRunStore runs, IWritePlanStore plans, IPipelineStore pipelines, RunParameters parameters)
{
    private const int Samples = 10;

    /// <summary>What a dry run would write: statements, counts, the first records, the first that were rejected, and the values that it was given. Payloads are not for viewers.</summary>
    [Function("GetWritePlan")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(WritePlanAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/runs/{id}/write-plan")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("run", id);
        if (!run.DryRun)
            throw new ApiException(409, "conflict", "This run was no dry run; execute the pipeline with dry_run to see what it would write.");
        var destinations = await plans.FindAsync(id, cancellationToken) ?? [];
        var rejected = await runs.ListRejectedAsync(id, new PageRequest(Samples), cancellationToken);
        var version = await pipelines.FindVersionAsync(run.PipelineId, run.PipelineVersion, cancellationToken);
        return Answers.Ok(new WritePlanAnswer(
            [.. destinations.Select(destination => DestinationPlanAnswer.Of(WriteOutlook.Of(run, destination)))],
            await plans.SampleAsync(id, Samples, cancellationToken),
            run.Totals.Rejected,
            [.. rejected.Items.Select(RejectedAnswer.Of)],
            version is null ? FrozenDictionary<string, string>.Empty : await parameters.ShownAsync(version, run.Parameters, cancellationToken)));
    }
}
