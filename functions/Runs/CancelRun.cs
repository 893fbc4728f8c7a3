using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Runs;

/// <summary>POST /runs/{id}/cancel: asks a run to stop; activities look at the request before every batch and before every commit.</summary>
public sealed class CancelRun(IRunStore runs, TimeProvider time)
{
    /// <summary>Asks a run to stop; 409 when it has ended.</summary>
    [Function("CancelRun")]
    [RequireRole(Roles.Editor)]
    [Answers(202, typeof(RunAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/runs/{id}/cancel")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("run", id);
        if (!await runs.RequestCancelAsync(id, cancellationToken))
            throw new ApiException(409, "conflict", $"The run has ended already as '{run.Status.ToWord()}'.");
        return Results.Json(RunAnswer.Of(await runs.FindAsync(id, cancellationToken) ?? run, time), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }
}
