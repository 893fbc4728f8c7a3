using Azure.Messaging.EventHubs;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Streams;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Streams;

/// <summary>
/// Takes events over from the event hub. The hub brings what was under way once more when a host dies, and the id of an event says that it is kept already. It moves on
/// also behind a failure, which is why this one is tried for ever: while the database is away, events wait in the hub.
/// </summary>
public sealed class KeepStreamEvents(IEventStreamStore streams)
{
    /// <summary>Keeps events in their streams.</summary>
    [Function("KeepStreamEvents")]
    [FixedDelayRetry(-1, "00:00:05")]
    public async Task RunAsync([EventHubTrigger(StreamSender.Hub, Connection = StreamSender.Connection)] EventData[] events, CancellationToken cancellationToken)
    {
        // Others may send to the hub, too; what is not of a stream is not ours.
        var ours = events.Where(one => one.MessageId is not null && one.Properties.TryGetValue(StreamSender.StreamProperty, out var stream) && stream is string)
            .Select(one => new StreamEvent((string)one.Properties[StreamSender.StreamProperty], one.MessageId, one.Body))
            .ToList();
        if (ours.Count > 0)
            await streams.AppendAsync(ours, cancellationToken);
        FaultPoint.Reach("stream_kept");
    }
}
