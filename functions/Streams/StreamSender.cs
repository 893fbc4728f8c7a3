using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using DataAggregator.Core.Streams;
using DataAggregator.Functions.Application;

namespace DataAggregator.Functions.Streams;

/// <summary>Sends events to the event hub that all streams go through.</summary>
public sealed class StreamSender(ServerSettings settings) : IAsyncDisposable
{
    internal const string Hub = "streams";
    internal const string Connection = "DATAAGGREGATOR_STREAMS";
    internal const string StreamProperty = "stream";
    private readonly EventHubProducerClient producer = new(settings.Streams, Hub);

    /// <summary>Sends them, as many at a time as one message holds, all of a stream to one partition: they stay in their order.</summary>
    public async Task SendAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellationToken)
    {
        var options = new CreateBatchOptions { PartitionKey = events[0].Stream };
        var batch = await producer.CreateBatchAsync(options, cancellationToken);
        try
        {
            foreach (var one in events)
            {
                var data = new EventData(one.Body) { MessageId = one.Id, ContentType = "application/json" };
                data.Properties[StreamProperty] = one.Stream;
                if (batch.TryAdd(data))
                    continue;
                await producer.SendAsync(batch, cancellationToken);
                batch.Dispose();
                batch = await producer.CreateBatchAsync(options, cancellationToken);
                if (!batch.TryAdd(data))
                    throw new InvalidOperationException("An event is larger than a message holds, although it was measured.");
            }

            await producer.SendAsync(batch, cancellationToken);
        }
        finally
        {
            batch.Dispose();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => producer.DisposeAsync();
}
