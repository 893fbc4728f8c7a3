using DataAggregator.Orchestrations.Schedules;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Schedules;

/// <summary>Every five seconds, and at the start: the runs begin whose instants have come.</summary>
public sealed class StartDueRuns(Scheduler scheduler)
{
    /// <summary>Starts what is due.</summary>
    [Function("StartDueRuns")]
    public Task RunAsync(
        [TimerTrigger("*/5 * * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        scheduler.RunAsync(client, cancellationToken);
}
