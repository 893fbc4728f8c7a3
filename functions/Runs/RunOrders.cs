using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Orchestrations.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Runs;

/// <summary>What users tell runs to do: kept in the run ledger and the run's log, and heard at once by whatever of the run is waiting.</summary>
public sealed class RunOrders(IRunStore runs, RunStarter starter, RunLogs logs, TimeProvider time)
{
    /// <summary>The run of that id.</summary>
    /// <exception cref="ApiException">There is none (404).</exception>
    internal async Task<Run> FindAsync(string id, CancellationToken cancellationToken) =>
        await runs.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("run", id);

    /// <summary>Answers an order that the run ledger has taken, with the run as it is now (202).</summary>
    /// <param name="request">Who gave it.</param>
    /// <param name="client">Reaches the run's orchestration.</param>
    /// <param name="run">The run as it was before.</param>
    /// <param name="order">What the log says the run was asked to do.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async Task<IResult> AcceptAsync(HttpRequest request, DurableTaskClient client, Run run, string order, CancellationToken cancellationToken)
    {
        var told = await runs.FindAsync(run.Id, cancellationToken) ?? run;
        await starter.EnsureAsync(client, told, cancellationToken);
        await RunStarter.WakeAsync(client, run.Id, cancellationToken);
        await logs.AskedAsync(run.Id, SignedInUser.Of(request).Email, order, cancellationToken);
        return Results.Json(RunAnswer.Of(told, time), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }
}
