using System.Security.Cryptography;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Orchestrations.Quality;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Removes what a run leaves that will not go on: shadow tables, temporary files, ledgers of deliveries, sealed segments.</summary>
/// <param name="preparation">Loads the run's definition.</param>
/// <param name="runs">The run ledger.</param>
/// <param name="control">Knows which failed runs keep something.</param>
/// <param name="segments">The sealed segments.</param>
/// <param name="quality">What was gathered of the segments.</param>
/// <param name="limits">How long they keep it.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets what could not be removed.</param>
/// <param name="letters">What replays have claimed; null where there are no replays.</param>
public sealed class RunLeavings(
    RunPreparation preparation, IRunStore runs, IRunControlStore control, ISegmentStore segments, QualityGate quality, RunLimits limits, TimeProvider time, ILogger<RunLeavings> logger, IDeadLetterStore? letters = null)
{
    /// <summary>Removes what failed runs have kept for long enough.</summary>
    public Task ExpireAsync(CancellationToken cancellationToken) =>
        RemoveKeptAsync(null, time.GetUtcNow() - TimeSpan.FromDays(limits.KeepFailedDays), cancellationToken);

    /// <summary>Gives up a replay that failed or was cancelled: what its destinations say they hold is replayed, what they do not hold open again.</summary>
    public async Task GiveUpReplayAsync(Run replay, CancellationToken cancellationToken)
    {
        if (!await GiveUpAsync(replay, cancellationToken))
            await LookForDeliveredAsync(replay, cancellationToken);
        await letters!.SettleAsync(replay.Id, cancellationToken);
    }

    /// <summary>Removes what earlier failed runs of the pipeline kept: a later one takes their place.</summary>
    internal Task ReplaceAsync(Run later, CancellationToken cancellationToken) => RemoveKeptAsync(later.PipelineId, DateTimeOffset.MaxValue.AddDays(-1), cancellationToken);

    /// <summary>Removes what a run left.</summary>
    internal async Task RemoveAsync(Run run, CancellationToken cancellationToken)
    {
        if (run.Trigger == Replay.Trigger && letters is not null)
            await LookForDeliveredAsync(run, cancellationToken);
        await AtDestinationsAsync(run, (destination, target) => destination.Connector.AbandonAsync(destination.Config, target, cancellationToken), cancellationToken);
        await segments.DeleteAsync(run.Id, cancellationToken);
    }

    /// <summary>Removes what a run that has succeeded kept until its result was in the ledger.</summary>
    internal async Task ForgetAsync(Run run, CancellationToken cancellationToken)
    {
        FaultPoint.Reach("delivery_forgetting");
        await AtDestinationsAsync(run, (destination, target) => destination.Connector.ForgetAsync(destination.Config, target, cancellationToken), cancellationToken);
        await segments.DeleteAsync(run.Id, cancellationToken);
    }

    private async Task AtDestinationsAsync(Run run, Func<PreparedDestination, WriteTarget, Task> work, CancellationToken cancellationToken)
    {
        // Without a plan nothing was prepared, so there is nothing to undo.
        if (run.DryRun || await runs.FindPlanAsync(run.Id, cancellationToken) is not { } plan)
            return;
        await TryAsync(run, async () =>
        {
            var prepared = await preparation.PrepareAsync(run, null, cancellationToken);
            foreach (var destination in prepared.Destinations)
                await TryAsync(run, () => work(destination, prepared.Target(plan, destination.Index)));
        });
    }

    private async Task RemoveKeptAsync(string? pipelineId, DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        foreach (var run in await control.ListKeptAsync(pipelineId, endedBefore, cancellationToken))
        {
            if (await GiveUpAsync(run, cancellationToken) && run.Trigger == Replay.Trigger && letters is not null)
                await letters.SettleAsync(run.Id, cancellationToken);
        }
    }

    private async Task<bool> GiveUpAsync(Run run, CancellationToken cancellationToken)
    {
        // First no retry may begin any more; a crash after that is made good by the next that comes here.
        if (!await control.GiveUpAsync(run.Id, cancellationToken))
            return false;
        FaultPoint.Reach("leavings_given_up");
        await RemoveAsync(run, cancellationToken);
        await quality.ForgetAsync(run.Id, cancellationToken);
        await control.ForgetKeptAsync(run.Id, cancellationToken);
        return true;
    }

    /// <summary>Asks all destinations of a replay which of its segments they hold. One that cannot tell, or be reached, leaves it uncertain.</summary>
    private async Task LookForDeliveredAsync(Run replay, CancellationToken cancellationToken)
    {
        var answers = new List<IReadOnlySet<SegmentId>?>();
        var asked = 0;
        await AtDestinationsAsync(
            replay,
            async (destination, target) =>
            {
                asked++;
                answers.Add(await destination.Connector.FindDeliveredAsync(destination.Config, target, cancellationToken));
            },
            cancellationToken);
        var known = answers.OfType<IReadOnlySet<SegmentId>>().ToList();
        if (asked == 0 || known.Count < asked)
            return;
        HashSet<SegmentId> everywhere = [.. known[0].Where(id => known.TrueForAll(held => held.Contains(id)))];
        await letters!.SetDeliveredAsync(replay.Id, everywhere, [.. known.SelectMany(held => held).Where(id => !everywhere.Contains(id))], cancellationToken);
    }

    private async Task TryAsync(Run run, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception unreachable) when (unreachable is ConnectorException or InvalidDocumentException or CryptographicException)
        {
            // The run has ended already, perhaps for this very reason; what is left behind is named in the log.
            logger.NotCleanedUp(unreachable, run.Id, unreachable.Message);
        }
    }
}
