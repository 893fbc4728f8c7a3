using DataAggregator.Core.Runs;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Starts runs: first the row in the run ledger, whose key makes a start idempotent, then the orchestration of the same id.</summary>
/// <param name="runs">The run ledger.</param>
/// <param name="logger">Gets repairs.</param>
public sealed class RunStarter(IRunStore runs, ILogger<RunStarter> logger)
{
    /// <summary>Starts the run unless its key has one; the run that has the key.</summary>
    public async Task<Run> StartAsync(DurableTaskClient client, Run run, CancellationToken cancellationToken)
    {
        var (kept, _) = await runs.CreateAsync(run, cancellationToken);
        FaultPoint.Reach("run_created");
        await EnsureAsync(client, kept, cancellationToken);
        return kept;
    }

    /// <summary>Starts the orchestration of every unfinished run that has none: a crash fell between ledger and engine.</summary>
    public async Task RepairAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var run in await runs.ListUnfinishedAsync(cancellationToken))
        {
            try
            {
                if (await EnsureAsync(client, run, cancellationToken))
                    logger.OrchestrationRestarted(run.Id);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // One run that cannot be repaired must not keep the others waiting; the next minute tries again.
                logger.NotRepaired(failure, run.Id);
            }
        }
    }

    private async Task<bool> EnsureAsync(DurableTaskClient client, Run run, CancellationToken cancellationToken)
    {
        if (run.Status.IsTerminal())
            return false;
        if (await client.GetInstanceAsync(run.Id, cancellationToken) is { } instance)
        {
            if (!instance.IsCompleted)
                return false;
            // It may have ended since the run was read.
            if (await runs.FindAsync(run.Id, cancellationToken) is not { } now || now.Status.IsTerminal())
                return false;
            // It ended without writing the result, so the ledger could not be reached: once more, from what was delivered.
            await client.PurgeInstanceAsync(run.Id, new PurgeInstanceOptions(Recursive: true), cancellationToken);
        }

        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(PipelineRunOrchestrator.Name, new RunInput(run.Id), new StartOrchestrationOptions(run.Id), cancellationToken);
            return true;
        }
        catch (InvalidOperationException)
        {
            // The repair, or a request of the same key, came between: then it is there.
            if (await client.GetInstanceAsync(run.Id, cancellationToken) is null)
                throw;
            return false;
        }
    }
}
