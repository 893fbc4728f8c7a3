using DataAggregator.Core.Runs;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Starts runs: first the row in the run ledger, whose key makes a start idempotent, then the orchestration of its generation.</summary>
/// <param name="runs">The run ledger.</param>
/// <param name="control">What runs are told.</param>
public sealed class RunStarter(IRunStore runs, IRunControlStore control)
{
    /// <summary>Starts the run unless its key has one; the run that has the key.</summary>
    public async Task<Run> StartAsync(DurableTaskClient client, Run run, CancellationToken cancellationToken)
    {
        var (kept, _) = await runs.CreateAsync(run, cancellationToken);
        FaultPoint.Reach("run_created");
        await EnsureAsync(client, kept, cancellationToken);
        return kept;
    }

    /// <summary>Sees to it that an unfinished run has an orchestration: its own, or where that ended without a result, that of a new generation.</summary>
    /// <returns>Whether one was started.</returns>
    public async Task<bool> EnsureAsync(DurableTaskClient client, Run run, CancellationToken cancellationToken)
    {
        if (run.Status.IsTerminal() || run.Status == RunStatus.Paused || run.Queued)
            return false;
        var instance = await client.GetInstanceAsync(RunGeneration.Of(run).InstanceId, cancellationToken);
        if (instance is null)
            return await ScheduleAsync(client, RunGeneration.Of(run), cancellationToken);
        return instance.IsCompleted && await TakeOverAsync(client, run, cancellationToken);
    }

    /// <summary>Wakes what of the run waits to try again, so that it hears what was asked.</summary>
    public static async Task WakeAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken)
    {
        var query = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running], InstanceIdPrefix: RunGeneration.PrefixOf(runId));
        await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(cancellationToken))
            await client.RaiseEventAsync(instance.InstanceId, RunGeneration.Wake, true, cancellationToken);
    }

    /// <summary>Waits for what is still done for a run that is over: what was kept for it until then is removed.</summary>
    public static async Task AwaitRestAsync(DurableTaskClient client, Run ended, CancellationToken cancellationToken)
    {
        var instanceId = RunGeneration.Of(ended).InstanceId;
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not null)
            await client.WaitForInstanceCompletionAsync(instanceId, cancellationToken);
    }

    /// <summary>Has a new generation go on with a run that nobody works on any more.</summary>
    /// <returns>False when the run has moved on by itself.</returns>
    internal async Task<bool> TakeOverAsync(DurableTaskClient client, Run run, CancellationToken cancellationToken)
    {
        if (!await control.TakeOverAsync(run.Id, run.Epoch, cancellationToken))
            return false;
        FaultPoint.Reach("run_taken_over");
        return await ScheduleAsync(client, new RunGeneration(run.Id, run.Epoch + 1), cancellationToken);
    }

    private static async Task<bool> ScheduleAsync(DurableTaskClient client, RunGeneration generation, CancellationToken cancellationToken)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(PipelineRunOrchestrator.Name, new RunInput(generation), new StartOrchestrationOptions(generation.InstanceId), cancellationToken);
            return true;
        }
        catch (InvalidOperationException)
        {
            // The repair, or a request of the same key, came between: then it is there.
            if (await client.GetInstanceAsync(generation.InstanceId, cancellationToken) is null)
                throw;
            return false;
        }
    }
}
