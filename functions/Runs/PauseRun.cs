using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Runs;

/// <summary>POST /runs/{id}/pause: holds a run: what is in flight is finished, and its state is kept until it is resumed or cancelled.</summary>
public sealed class PauseRun(IRunControlStore control, RunOrders orders)
{
    /// <summary>Holds a run once its segments in flight are delivered; 409 when it has ended or is being cancelled.</summary>
    [Function("PauseRun")]
    [RequireRole(Roles.Editor)]
    [Answers(202, typeof(RunAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/runs/{id}/pause")] HttpRequest request, string id, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var run = await orders.FindAsync(id, cancellationToken);
        if (!await control.RequestPauseAsync(id, cancellationToken))
            throw new ApiException(409, "conflict", run.Status.IsTerminal() ? $"The run has ended already as '{run.Status.ToWord()}'." : "The run is being cancelled.");
        return await orders.AcceptAsync(request, client, run, "pause", cancellationToken);
    }
}
