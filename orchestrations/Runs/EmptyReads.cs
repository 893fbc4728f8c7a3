using DataAggregator.Core.Connectors;
using DataAggregator.Core.Errors;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Finds full reads of nothing where there used to be records: an export that was cut short, a filter that went wrong. Such a run is a warning.</summary>
/// <param name="runs">The run ledger.</param>
public sealed class EmptyReads(IRunStore runs)
{
    private const int RunsBefore = 5;
    private const int RunsLookedAt = 50;

    /// <summary>What to warn of; null when all is as it used to be.</summary>
    internal async Task<RunError?> FindAsync(Run run, RunTotals totals, CancellationToken cancellationToken)
    {
        if (totals.Read > 0 || !IsWhole(run) || await runs.FindPlanAsync(run.Id, cancellationToken) is { Stream.IsFull: false })
            return null;
        var page = await runs.ListAsync(new RunQuery(new PageRequest(RunsLookedAt), run.PipelineId), cancellationToken);
        var before = page.Items.Where(other => other.Id != run.Id && IsWhole(other) && other.Status is RunStatus.Success or RunStatus.Warning).Take(RunsBefore).ToList();
        var most = before.Select(other => other.Totals.Read).DefaultIfEmpty().Max();
        return most == 0 ? null : new RunError(
            "no_records",
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The source gave no record, but up to {most} in the {Quantity.Of(before.Count, "run")} before."),
            "source",
            "Check whether the source is meant to be empty.",
            ErrorClass.Data);
    }

    private static bool IsWhole(Run run) => !run.DryRun && run.Limit is null && run.Reading?.Bounds is null;
}
