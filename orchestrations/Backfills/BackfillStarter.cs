using DataAggregator.Core.Backfills;
using DataAggregator.Core.Runs;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Orchestrations.Backfills;

/// <summary>Starts backfills: first what is kept of one, then the orchestration of its id.</summary>
/// <param name="backfills">Where backfills are kept.</param>
public sealed class BackfillStarter(IBackfillStore backfills)
{
    /// <summary>Starts the backfill unless there is one of its id; the one that is kept.</summary>
    public async Task<Backfill> StartAsync(DurableTaskClient client, Backfill backfill, CancellationToken cancellationToken)
    {
        var kept = await backfills.CreateAsync(backfill, cancellationToken);
        FaultPoint.Reach("backfill_created");
        if (kept.EndedAt is null)
            await EnsureAsync(client, kept.Id, cancellationToken);
        return kept;
    }

    /// <summary>Starts the orchestration of every unfinished backfill that has none: a crash fell in between.</summary>
    public async Task RepairAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var id in await backfills.ListUnfinishedAsync(cancellationToken))
            await EnsureAsync(client, id, cancellationToken);
    }

    private static async Task EnsureAsync(DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        var instanceId = $"backfill-{id}";
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is { } instance)
        {
            if (!instance.IsCompleted)
                return;
            await client.PurgeInstanceAsync(instanceId, new PurgeInstanceOptions(Recursive: true), cancellationToken);
        }

        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(BackfillOrchestrator.Name, id, new StartOrchestrationOptions(instanceId), cancellationToken);
        }
        catch (InvalidOperationException)
        {
            // Another host came between: then it is there.
            if (await client.GetInstanceAsync(instanceId, cancellationToken) is null)
                throw;
        }
    }
}
