using DataAggregator.Orchestrations.Backfills;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Backfills;

/// <summary>Every minute, and at the start: backfills that have lost their orchestration to a crash get one.</summary>
public sealed class RepairBackfills(BackfillStarter starter)
{
    /// <summary>Repairs what is to be repaired.</summary>
    [Function("RepairBackfills")]
    public Task RunAsync(
        [TimerTrigger("30 * * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        starter.RepairAsync(client, cancellationToken);
}
