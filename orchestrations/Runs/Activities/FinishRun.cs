using System.Security.Cryptography;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Monitoring;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;
using DataAggregator.Orchestrations.Quality;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>Ends a run: makes the delivery final or undoes it, checks that the books balance, and writes the result into the run ledger.</summary>
public sealed class FinishRun(RunPreparation preparation, RunResources resources, RunSchemas schemas, QualityGate quality, IRunStore runs, ISegmentStore segments, ILogger<FinishRun> logger)
{
    /// <summary>Ends the run as succeeded, failed or cancelled.</summary>
    [Function(nameof(FinishRun))]
    public Task<Outcome<bool>> RunAsync([ActivityTrigger] FinishInput input, CancellationToken cancellationToken) =>
        ActivityBoundary.RunAsync("destination", async () =>
        {
            if (await runs.FindAsync(input.RunId, cancellationToken) is not { } run)
                return false;
            using var scope = RunScope.Begin(logger, run);
            if (run.Status.IsTerminal())
            {
                // A crash may have fallen between the result and the end of its segments.
                await ForgetSegmentsAsync(run.Id, run.Status, cancellationToken);
                return false;
            }

            var (totals, steps) = await runs.SumSegmentsAsync(run.Id, cancellationToken);
            var failure = input.Failure;
            var cancelled = input.Cancelled || (failure is null && run.CancelRequested);
            if (failure is null && !cancelled)
                failure = await CompleteAsync(run, totals, steps, cancellationToken);
            else
                await AbandonAsync(run, cancellationToken);
            var status = cancelled ? RunStatus.Cancelled
                : failure is not null ? RunStatus.Failed
                : totals.Rejected > 0 || steps.Any(step => step.Warned > 0) || await schemas.WarnsAsync(run, cancellationToken) || await quality.HasUnmetAsync(run.Id, cancellationToken) ? RunStatus.Warning
                : RunStatus.Success;
            if (await runs.FinishAsync(run.Id, status, totals, steps, failure?.ToError(), cancellationToken))
                Count(status, totals);
            await resources.ForgetAsync(run.Id);
            await ForgetSegmentsAsync(run.Id, status, cancellationToken);
            logger.RunFinished(run.Id, run.PipelineName, status.ToWord(), totals.Read, totals.Written, totals.Rejected);
            return true;
        });

    private async Task ForgetSegmentsAsync(string runId, RunStatus status, CancellationToken cancellationToken)
    {
        // What was gathered of a failed run stays for the run that goes on where it stopped.
        if (status is RunStatus.Success or RunStatus.Warning)
            await quality.ForgetAsync(runId, cancellationToken);
        await segments.DeleteAsync(runId, cancellationToken);
    }

    private static void Count(RunStatus status, RunTotals totals)
    {
        Telemetry.RecordsRead.Add(totals.Read);
        Telemetry.RecordsWritten.Add(totals.Written);
        Telemetry.RecordsRejected.Add(totals.Rejected);
        Telemetry.RunsEnded.Add(1, KeyValuePair.Create<string, object?>("status", status.ToWord()));
    }

    private async Task<RunFailure?> CompleteAsync(Run run, RunTotals totals, IReadOnlyList<StepCounts> steps, CancellationToken cancellationToken)
    {
        if (RunBalance.Imbalance(steps, run.DryRun) is { } imbalance)
        {
            await AbandonAsync(run, cancellationToken);
            return imbalance;
        }

        var prepared = await preparation.PrepareAsync(run, cancellationToken);
        if (await quality.JudgeAsync(prepared, cancellationToken) is { } unexpected)
        {
            await AbandonAsync(run, cancellationToken);
            return unexpected;
        }

        var plan = await runs.FindPlanAsync(run.Id, cancellationToken) ?? throw new InvalidOperationException($"The run {run.Id} has no plan.");
        await ActivityBoundary.InStepAsync("source", () => schemas.ReadAsync(prepared, plan, totals.Read, cancellationToken));
        if (run.DryRun)
            return null;
        foreach (var destination in prepared.Destinations)
        {
            await ActivityBoundary.InStepAsync(
                destination.Step, () => destination.Connector.CompleteAsync(destination.Config, prepared.Target(plan, destination.Index), cancellationToken));
        }

        await schemas.LearnAsync(prepared, plan, cancellationToken);

        FaultPoint.Reach("destination_completed");
        return null;
    }

    private async Task AbandonAsync(Run run, CancellationToken cancellationToken)
    {
        // Without a plan nothing was prepared, so there is nothing to undo.
        if (run.DryRun || await runs.FindPlanAsync(run.Id, cancellationToken) is not { } plan)
            return;
        await TryAsync(run, async () =>
        {
            var prepared = await preparation.PrepareAsync(run, cancellationToken);
            foreach (var destination in prepared.Destinations)
                await TryAsync(run, () => destination.Connector.AbandonAsync(destination.Config, prepared.Target(plan, destination.Index), cancellationToken));
        });
    }

    private async Task TryAsync(Run run, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception unreachable) when (unreachable is ConnectorException or InvalidDocumentException or CryptographicException)
        {
            // The run has failed already, perhaps for this very reason; what is left behind is named in the log.
            logger.NotCleanedUp(unreachable, run.Id, unreachable.Message);
        }
    }
}
