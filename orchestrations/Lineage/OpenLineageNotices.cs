using DataAggregator.Core.Notifications;
using DataAggregator.Core.Runs;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Lineage;

/// <summary>
/// Has a collector told of runs, where one is set: into the outbox, from which they are delivered apart from the run. A run neither waits for it nor fails
/// for it. Dry runs are not told.
/// </summary>
/// <param name="reader">Makes the events.</param>
/// <param name="outbox">The outbox.</param>
/// <param name="logger">Gets failures.</param>
/// <param name="collector">The collector; null where none is set.</param>
public sealed class OpenLineageNotices(OpenLineageReader reader, INotificationStore outbox, ILogger<OpenLineageNotices> logger, OpenLineageCollector? collector = null)
{
    /// <summary>Has the start of a run told, unless that was done before.</summary>
    public async Task StartedAsync(Run run, CancellationToken cancellationToken)
    {
        try
        {
            await outbox.AddAsync(await OfAsync(run, cancellationToken), cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // It is told with the end of the run.
            logger.StartNotTold(failure, run.Id);
        }
    }

    /// <summary>What the collector is to be told of a run so far, its start included: what it was told before has the same id.</summary>
    public async Task<IReadOnlyList<Notification>> OfAsync(Run run, CancellationToken cancellationToken)
    {
        if (collector is null || run.DryRun)
            return [];
        try
        {
            return [.. (await reader.ReadAsync(run, cancellationToken)).Select(item => collector.Notice(run, item))];
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Such as a definition that cannot be read any more: what else follows from the run must not wait for it.
            logger.LineageNotTold(failure, run.Id);
            return [];
        }
    }
}
