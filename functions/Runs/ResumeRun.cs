using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Orchestrations.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Runs;

/// <summary>POST /runs/{id}/resume: goes on with a run that is held, from what was delivered.</summary>
public sealed class ResumeRun(IRunStore runs, IRunControlStore control, RunStarter starter, TimeProvider time)
{
    /// <summary>Goes on with a run that is held; 409 when it is not.</summary>
    [Function("ResumeRun")]
    [RequireRole(Roles.Editor)]
    [Answers(202, typeof(RunAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/runs/{id}/resume")] HttpRequest request, string id, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("run", id);
        if (!await control.ResumeAsync(id, cancellationToken))
            throw new ApiException(409, "conflict", $"The run is '{run.Status.ToWord()}', not paused.");
        var told = await runs.FindAsync(id, cancellationToken) ?? run;
        await starter.EnsureAsync(client, told, cancellationToken);
        return Results.Json(RunAnswer.Of(told, time), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }
}
