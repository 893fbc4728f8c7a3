using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Runs;

/// <summary>POST /runs/{id}/cancel: asks a run to stop, whatever it is doing or waiting for; activities look at the request twice a second and before every commit.</summary>
public sealed class CancelRun(IRunControlStore control, RunOrders orders)
{
    /// <summary>Asks a run to stop; 409 when it has ended.</summary>
    [Function("CancelRun")]
    [RequireRole(Roles.Editor)]
    [Answers(202, typeof(RunAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/runs/{id}/cancel")] HttpRequest request, string id, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var run = await orders.FindAsync(id, cancellationToken);
        if (!await control.RequestCancelAsync(id, cancellationToken))
            throw new ApiException(409, "conflict", $"The run has ended already as '{run.Status.ToWord()}'.");
        return await orders.AcceptAsync(request, client, run, "stop", cancellationToken);
    }
}
