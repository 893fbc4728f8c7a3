using DataAggregator.Core.Notifications;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;
using DataAggregator.Orchestrations.Lineage;
using DataAggregator.Orchestrations.Notifications;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs.Ends;

/// <summary>
/// Does what follows from the ends of runs. It is done right after a run has ended and again by a timer: what a crash left is made up for, and what was
/// done is not done twice.
/// </summary>
/// <param name="ends">The ends that wait.</param>
/// <param name="admission">Decides about starts.</param>
/// <param name="dependents">Finds what depends on a pipeline.</param>
/// <param name="notices">Knows who is told what.</param>
/// <param name="lineage">Tells a collector of lineage.</param>
/// <param name="runs">The run ledger.</param>
/// <param name="starter">Starts orchestrations.</param>
/// <param name="logger">Gets failures.</param>
public sealed class RunEnds(IRunEndStore ends, IRunAdmissionStore admission, Dependents dependents, RunNotices notices, OpenLineageNotices lineage, IRunStore runs, RunStarter starter, ILogger<RunEnds> logger)
{
    private const int AtOnce = 500;

    /// <summary>Does what follows from the end of that run, if that was not done yet. A failure is logged: the timer tries again.</summary>
    public async Task TrySettleAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken)
    {
        try
        {
            if (await ends.FindAsync(runId, cancellationToken) is { } end)
                await SettleAsync(client, end, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.EndNotSettled(failure, runId);
        }
    }

    /// <summary>Does what follows from all ends that wait, and lets runs begin that wait for none.</summary>
    public async Task SettleAllAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var end in await ends.ListAsync(AtOnce, cancellationToken))
            await TrySettleAsync(client, end.RunId, cancellationToken);
        await BeginAsync(client, new RunEndOutcome(await admission.ReleaseAsync(cancellationToken), []), cancellationToken);
    }

    /// <summary>Has those begin that may, and those stop that have to.</summary>
    public async Task BeginAsync(DurableTaskClient client, RunEndOutcome outcome, CancellationToken cancellationToken)
    {
        foreach (var run in outcome.Started)
            await starter.EnsureAsync(client, run, cancellationToken);
        foreach (var cancelled in outcome.Cancelled)
        {
            if (await runs.FindHeadAsync(cancelled.Id, cancellationToken) is { } told)
                await starter.EnsureAsync(client, told, cancellationToken);
            await RunStarter.WakeAsync(client, cancelled.Id, cancellationToken);
        }
    }

    private async Task SettleAsync(DurableTaskClient client, RunEnd end, CancellationToken cancellationToken)
    {
        var run = end.Of(await runs.FindAsync(end.RunId, cancellationToken) ?? throw new InvalidOperationException($"The run {end.RunId} is gone."));
        var wanted = await dependents.WantedAsync(run, cancellationToken);
        IReadOnlyList<Notification> told = [.. await notices.OfAsync(run, cancellationToken), .. await lineage.OfAsync(run, cancellationToken)];
        FaultPoint.Reach("run_end_settling");
        var outcome = await ends.SettleAsync(end, run, wanted, told, cancellationToken);
        FaultPoint.Reach("run_end_settled");
        await BeginAsync(client, outcome, cancellationToken);
    }
}
