using DataAggregator.Core.Profiles;
using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Runs;

/// <summary>GET /runs/{id}: a run with the books of every step and what became of its fields.</summary>
public sealed class GetRun(IRunStore runs, IProfileStore profiles, TimeProvider time)
{
    /// <summary>A run with the books of every step.</summary>
    [Function("GetRun")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(RunAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/runs/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("run", id);
        var quality = await profiles.FindRunAsync(id, cancellationToken);
        var plan = await runs.FindPlanAsync(id, cancellationToken);
        var fields = await runs.SumFieldsAsync(id, cancellationToken);
        return Answers.Ok(RunAnswer.Of(run, time) with
        {
            Expectations = quality?.Expectations,
            Destinations = RunDestinationAnswer.Of(plan),
            Fields = [.. fields.Select(FieldCountsAnswer.Of)],
        });
    }
}
