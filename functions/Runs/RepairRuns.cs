using DataAggregator.Orchestrations.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Runs;

/// <summary>Every minute, and at the start: runs in the ledger that have lost their orchestration to a crash get one.</summary>
public sealed class RepairRuns(RunStarter starter)
{
    /// <summary>Repairs what is to be repaired.</summary>
    [Function("RepairRuns")]
    public Task RunAsync(
        [TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        starter.RepairAsync(client, cancellationToken);
}
