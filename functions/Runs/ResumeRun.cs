using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Runs;

/// <summary>POST /runs/{id}/resume: goes on with a run that is held, from what was delivered.</summary>
public sealed class ResumeRun(IRunControlStore control, RunOrders orders)
{
    /// <summary>Goes on with a run that is held; 409 when it is not.</summary>
    [Function("ResumeRun")]
    [RequireRole(Roles.Editor)]
    [Answers(202, typeof(RunAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/runs/{id}/resume")] HttpRequest request, string id, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var run = await orders.FindAsync(id, cancellationToken);
        if (!await control.ResumeAsync(id, cancellationToken))
            throw new ApiException(409, "conflict", $"The run is '{run.Status.ToWord()}', not paused.");
        return await orders.AcceptAsync(request, client, run, "go on", cancellationToken);
    }
}
