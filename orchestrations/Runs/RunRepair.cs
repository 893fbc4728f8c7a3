using DataAggregator.Core.Runs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// Repairs whatever differs between run ledger and orchestrations, which a crash in the wrong moment or a dead worker leaves: unfinished runs whose
/// orchestration is gone, ended without a result or does not move, and orchestrations that work for nothing.
/// </summary>
/// <param name="starter">Starts orchestrations.</param>
/// <param name="runs">The run ledger.</param>
/// <param name="logs">Hear of repairs, too.</param>
/// <param name="limits">How long a run is left alone.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets repairs.</param>
public sealed class RunRepair(RunStarter starter, IRunStore runs, RunLogs logs, RunLimits limits, TimeProvider time, ILogger<RunRepair> logger)
{
    private readonly LeaseWatch leases = new(limits.Lease, time);

    /// <summary>Repairs what is to be repaired.</summary>
    public async Task RunAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        // All instances are asked for at once, not each run for its own: thousands may wait for their turn.
        var atWork = await ListInstancesAsync(client, cancellationToken);
        var unfinished = await runs.ListUnfinishedAsync(cancellationToken);
        leases.Look(unfinished);
        foreach (var run in unfinished.Where(run => !atWork.Remove(RunGeneration.Of(run).InstanceId) || HasLostWorker(run)))
            await TryAsync(run.Id, () => RepairAsync(client, run, cancellationToken));
        foreach (var instanceId in atWork)
            await TryAsync(RunGeneration.RunOf(instanceId), () => StopStrayAsync(client, instanceId, cancellationToken));
    }

    private static async Task<HashSet<string>> ListInstancesAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var query = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending]);
        var found = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(cancellationToken))
        {
            if (instance.Name == PipelineRunOrchestrator.Name)
                found.Add(instance.InstanceId);
        }

        return found;
    }

    // Without a lease nobody is at work, and its next activity waits for its turn.
    private bool HasLostWorker(Run run) => run.LeaseUntil is not null && leases.HasLapsed(run);

    private async Task RepairAsync(DurableTaskClient client, Run run, CancellationToken cancellationToken)
    {
        if (run.Status == RunStatus.Paused || run.Queued)
            return;
        var instance = await client.GetInstanceAsync(RunGeneration.Of(run).InstanceId, cancellationToken);
        var isDead = instance switch
        {
            // Another host may be about to start it, or be at work on it.
            null => leases.HasLapsed(run),
            { IsCompleted: true } => true,
            _ => HasLostWorker(run),
        };
        if (isDead && await starter.TakeOverAsync(client, run, cancellationToken))
        {
            logger.TakenOver(run.Id, run.Epoch + 1);
            await logs.TakenOverAsync(run.Id, run.Epoch + 1, cancellationToken);
        }
    }

    private async Task StopStrayAsync(DurableTaskClient client, string instanceId, CancellationToken cancellationToken)
    {
        var run = await runs.FindHeadAsync(RunGeneration.RunOf(instanceId), cancellationToken);
        // One that has just ended its run is about to end by itself.
        if (run is not null && RunGeneration.Of(run).InstanceId == instanceId && (run.EndedAt is not { } ended || time.GetUtcNow() < ended + limits.Lease))
            return;
        await client.TerminateInstanceAsync(instanceId, new TerminateInstanceOptions(Recursive: true), cancellationToken);
        logger.StrayStopped(instanceId);
    }

    private async Task TryAsync(string runId, Func<Task> repair)
    {
        try
        {
            await repair();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One run that cannot be repaired must not keep the others waiting; the next minute tries again.
            logger.NotRepaired(failure, runId);
        }
    }
}
