using DataAggregator.Orchestrations.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Runs;

/// <summary>Every few seconds, and at the start: whatever differs between the run ledger and the orchestrations is repaired.</summary>
public sealed class RepairRuns(RunRepair repair)
{
    /// <summary>Repairs what is to be repaired.</summary>
    [Function("RepairRuns")]
    public Task RunAsync(
        [TimerTrigger("*/5 * * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        repair.RunAsync(client, cancellationToken);
}
