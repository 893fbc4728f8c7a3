using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Orchestrations.Runs.Ends;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Runs;

/// <summary>POST /runs/{id}/retry: opens a failed run again: it goes on from where it stopped, and does only what was not delivered.</summary>
public sealed class RetryRun(IRunControlStore control, IDeadLetterStore letters, RunEnds ends, RunOrders orders)
{
    /// <summary>Opens a failed run again; 409 when it has not failed, or what it needs to go on is gone.</summary>
    [Function("RetryRun")]
    [RequireRole(Roles.Editor)]
    [Answers(202, typeof(RunAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/runs/{id}/retry")] HttpRequest request, string id, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var run = await orders.FindAsync(id, cancellationToken);
        // What its end has to say, such as the reason, is gone when it is open again.
        await ends.TrySettleAsync(client, id, cancellationToken);
        var isReplay = run is { Trigger: Replay.Trigger, Status: RunStatus.Failed };
        if (isReplay && !await letters.ReclaimAsync(id, cancellationToken))
            throw new ApiException(409, "conflict", "Some of the dead letters that the run replayed were changed, discarded or replayed by another since. Replay those that are open again.");
        if (!await control.ReopenAsync(id, cancellationToken))
        {
            if (isReplay)
                await letters.SettleAsync(id, cancellationToken);
            throw new ApiException(409, "conflict", Refusal(run));
        }

        return await orders.AcceptAsync(request, client, run, "try again", cancellationToken);
    }

    private static string Refusal(Run run) => run.Status == RunStatus.Failed
        ? $"What the run needs to go on is gone: a later run of the pipeline has begun, or it failed too long ago or for a reason that stays. Start a new run: POST /pipelines/{run.PipelineId}/execute."
        : $"Only a failed run can be retried; this one is '{run.Status.ToWord()}'.";
}
