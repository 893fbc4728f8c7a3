using DataAggregator.Core.Monitoring;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;
using DataAggregator.Orchestrations.Quality;
using DataAggregator.Orchestrations.Runs.Ends;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>Ends a run: makes the delivery final, undoes it or keeps it for a retry, checks that the books balance, and writes the result into the run ledger.</summary>
public sealed class FinishRun(
    RunPreparation preparation, RunLeavings leavings, RunResources resources, RunSchemas schemas, RunLogs logs, QualityGate quality, StreamCommit streams, EmptyReads emptyReads, IRunStore runs, ISegmentStore segments, RunLimits limits, ILogger<FinishRun> logger,
    IDeadLetterStore? letters = null, RunEnds? ends = null)
{
    /// <summary>Ends the run as succeeded, failed or cancelled.</summary>
    [Function(nameof(FinishRun))]
    public async Task<Outcome<bool>> RunAsync([ActivityTrigger] FinishInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var outcome = await EndAsync(input, cancellationToken);
        if (ends is not null)
            await ends.TrySettleAsync(client, input.Generation.RunId, cancellationToken);
        return outcome;
    }

    private Task<Outcome<bool>> EndAsync(FinishInput input, CancellationToken cancellationToken) =>
        ActivityBoundary.RunAsync("destination", async () =>
        {
            if (await runs.FindHeadAsync(input.Generation.RunId, cancellationToken) is not { } run)
                return false;
            if (run.Epoch != input.Generation.Epoch)
                throw new RunSupersededException(run.Id, input.Generation.Epoch);
            using var scope = RunScope.Begin(logger, run);
            if (run.Status.IsTerminal())
            {
                // A crash may have fallen between the result and what follows from it.
                await FollowAsync(run, cancellationToken);
                return false;
            }

            await using var watch = preparation.WatchEnd(input.Generation, cancellationToken);
            try
            {
                return await watch.HeedAsync(token => FinishAsync(run, input, watch, token));
            }
            finally
            {
                // Not under the watch, which stops whatever it finds at work once the run has ended.
                if (await runs.FindHeadAsync(run.Id, cancellationToken) is { } now && now.Epoch == run.Epoch && now.Status.IsTerminal())
                    await FollowAsync(now, cancellationToken);
            }
        });

    /// <summary>Does what follows from a run's end here; repeated, it changes nothing more.</summary>
    private async Task FollowAsync(Run ended, CancellationToken cancellationToken)
    {
        FaultPoint.Reach("replay_settling");
        await SettleAsync(ended, cancellationToken);
        FaultPoint.Reach("replay_settled");
        await ForgetAsync(ended, cancellationToken);
    }

    private static void Tell(RunLog log, RunStatus status, RunTotals totals, RunFailure? failure)
    {
        if (failure is not null)
            log.Error("run_failed", failure.Step, "{code}: {message}", ("code", failure.Code), ("message", failure.Message));
        log.Info(
            "run_finished", null, "The run ends as {status}: {read} read, {written} written, {rejected} rejected, {filtered} filtered",
            ("status", status.ToWord()), ("read", totals.Read), ("written", totals.Written), ("rejected", totals.Rejected), ("filtered", totals.Filtered));
    }

    /// <summary>What a replay delivered is done, by the books of the run that has ended.</summary>
    private Task SettleAsync(Run run, CancellationToken cancellationToken) =>
        run.Trigger == Replay.Trigger && letters is not null ? letters.SettleAsync(run.Id, cancellationToken) : Task.CompletedTask;

    private static void Count(RunStatus status, RunTotals totals)
    {
        Telemetry.RecordsRead.Add(totals.Read);
        Telemetry.RecordsWritten.Add(totals.Written);
        Telemetry.RecordsRejected.Add(totals.Rejected);
        Telemetry.RunsEnded.Add(1, KeyValuePair.Create<string, object?>("status", status.ToWord()));
    }

    private async Task<bool> FinishAsync(Run run, FinishInput input, RunWatch watch, CancellationToken cancellationToken)
    {
        await using var log = logs.Open(run.Id);
        var (totals, steps) = await runs.SumSegmentsAsync(run.Id, cancellationToken);
        var failure = input.Failure;
        var cancelled = input.Cancelled || (failure is null && run.CancelRequested);
        var isKept = failure is not null && !cancelled && limits.KeepFailedDays > 0;
        var hasUnmet = false;
        RunError? warning = null;
        if (failure is null && !cancelled)
            ((failure, hasUnmet), warning) = await CompleteAsync(run, log, totals, steps, watch, cancellationToken);
        else if (!isKept)
            await leavings.RemoveAsync(run, cancellationToken);
        if (failure is null && !cancelled)
            warning ??= await emptyReads.FindAsync(run, totals, cancellationToken);
        var status = cancelled ? RunStatus.Cancelled
            : failure is not null ? RunStatus.Failed
            : warning is not null || totals.Rejected > 0 || steps.Any(step => step.Warned > 0) || hasUnmet || await schemas.WarnsAsync(run, cancellationToken) ? RunStatus.Warning
            : RunStatus.Success;
        Tell(log, status, totals, failure);
        // Whoever follows the log hears of the end before the run has ended.
        await log.DisposeAsync();
        if (await runs.FinishAsync(run.Id, new RunResult(status, totals, steps, failure?.ToError() ?? warning, isKept), run.Epoch, cancellationToken))
            Count(status, totals);
        logger.RunFinished(run.Id, run.PipelineName, status.ToWord(), totals.Read, totals.Written, totals.Rejected);
        return true;
    }

    private async Task ForgetAsync(Run run, CancellationToken cancellationToken)
    {
        await resources.ForgetAsync(run.Id);
        // What was gathered of a failed run stays for the run that goes on where it stopped.
        if (run.Status is RunStatus.Success or RunStatus.Warning)
        {
            await quality.ForgetAsync(run.Id, cancellationToken);
            await leavings.ForgetAsync(run, cancellationToken);
        }
        else if (!run.Retryable)
        {
            await quality.ForgetAsync(run.Id, cancellationToken);
            await segments.DeleteAsync(run.Id, cancellationToken);
        }
    }

    /// <summary>Makes the delivery final, or undoes it where the run is not what it should be, which another attempt would not change; and says what to warn of.</summary>
    private async Task<(QualityVerdict Verdict, RunError? Warning)> CompleteAsync(Run run, RunLog log, RunTotals totals, IReadOnlyList<StepCounts> steps, RunWatch watch, CancellationToken cancellationToken)
    {
        var prepared = await preparation.PrepareAsync(run, watch, cancellationToken) with { Log = log };
        var verdict = RunBalance.Imbalance(steps, run.DryRun) is { } imbalance ? new QualityVerdict(imbalance, false) : await quality.JudgeAsync(prepared, cancellationToken);
        if (verdict.Failure is not null)
        {
            await leavings.RemoveAsync(run, cancellationToken);
            return (verdict, null);
        }

        var plan = await runs.FindPlanAsync(run.Id, cancellationToken) ?? throw new InvalidOperationException($"The run {run.Id} has no plan.");
        await ActivityBoundary.InStepAsync("source", () => schemas.ReadAsync(prepared, prepared.Definition.Sources[0], prepared.Expectation(plan), totals.Read, cancellationToken));
        if (run.DryRun)
            return (verdict, null);
        foreach (var destination in prepared.Destinations)
        {
            await ActivityBoundary.InStepAsync(
                destination.Step, () => destination.Connector.CompleteAsync(destination.Config, prepared.Target(plan, destination.Index), cancellationToken));
        }

        await schemas.LearnAsync(prepared, plan, cancellationToken);

        FaultPoint.Reach("destination_completed");
        return (verdict, await streams.CommitAsync(run, plan, cancellationToken));
    }
}
