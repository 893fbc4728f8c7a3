using System.Globalization;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Streams;
using DataAggregator.Core.Triggers;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Triggers;

/// <summary>
/// Gives the events of streams to runs, so many at a time as their triggers say. The trigger moves on in the transaction that keeps the run: each event is given
/// once, in order, whatever dies meanwhile and however many hosts do so.
/// </summary>
/// <param name="streams">The events.</param>
/// <param name="starter">Starts the runs.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets failures.</param>
public sealed class StreamBatcher(IEventStreamStore streams, TriggerStarter starter, TimeProvider time, ILogger<StreamBatcher> logger)
{
    /// <summary>Starts the runs whose events are complete.</summary>
    public async Task RunAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var backlog in await streams.BacklogsAsync(cancellationToken))
        {
            try
            {
                await GiveAsync(client, backlog, cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // One pipeline that cannot be read must not keep the others waiting.
                logger.NotGiven(failure, backlog.Key, backlog.Pipeline.Name);
            }
        }
    }

    private async Task GiveAsync(DurableTaskClient client, StreamBacklog backlog, CancellationToken cancellationToken)
    {
        var definition = TriggerStarter.Read(backlog.Pipeline.Document);
        if (definition.Triggers.FirstOrDefault(trigger => trigger.Key == backlog.Key) is not StreamTrigger trigger)
            return;
        var isDue = time.GetUtcNow() - backlog.OldestAt >= TimeSpan.FromSeconds(trigger.MaxWaitSeconds);
        for (var (from, end) = backlog.Waiting; from < end && (isDue || end - from >= trigger.MaxEvents);)
        {
            var range = new StreamRange(from, Math.Min(end, from + trigger.MaxEvents));
            var place = string.Create(CultureInfo.InvariantCulture, $"{trigger.Stream}:{range.From}-{range.To}");
            var values = new Dictionary<string, string>(trigger.Parameters, StringComparer.Ordinal)
            {
                ["stream_from"] = range.From.ToString(CultureInfo.InvariantCulture),
                ["stream_to"] = range.To.ToString(CultureInfo.InvariantCulture),
            };
            var wanted = TriggerStarter.Wanted(backlog.Pipeline, definition, trigger, place, values, time.GetUtcNow());
            var outcome = await starter.FireAsync(client, new Firing(wanted, place) { Range = range }, cancellationToken);
            if (outcome.Result is not (FiringResult.Started or FiringResult.Queued))
                return;
            from = range.To;
        }
    }
}
