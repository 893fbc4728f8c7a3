using System.Globalization;
using Azure.Messaging.EventHubs;
using DataAggregator.Emulator.Triggers;
using DataAggregator.Emulator.Worker.HostJson;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>
/// Feeds one partition to a function: a batch, the checkpoint, the next batch. The checkpoint moves on whether or not the function succeeded, as in
/// the official host; what was running when the host stopped or was killed comes again.
/// </summary>
internal sealed class PartitionPump(
    EventHubConsumer consumer,
    int partition,
    EventHubLog log,
    CheckpointStore checkpoints,
    EventHubsSettings settings,
    RetryingInvoker invoker,
    TimeProvider time,
    ILogger logger)
{
    private readonly string _partitionContext = EventBindingData.PartitionContext(
        consumer.Namespace, consumer.Hub.Name, consumer.ConsumerGroup, partition.ToString(CultureInfo.InvariantCulture));

    private int _batchesSinceCheckpoint;

    /// <summary>Runs until the token is cancelled, and then until the running invocation has ended.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var next = Start();
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var batch = await NextBatchAsync(next, stopping);
                if (batch[0].SequenceNumber > next)
                {
                    Log.EventsExpired(logger, batch[0].SequenceNumber - next, consumer.Hub.Name, partition, consumer.Function.Name);
                }

                await InvokeAsync(batch, stopping);
                if (stopping.IsCancellationRequested)
                {
                    break;
                }

                next = batch[^1].SequenceNumber + 1;
                if (++_batchesSinceCheckpoint >= settings.BatchCheckpointFrequency)
                {
                    Checkpoint(next - 1);
                }
            }
        }
        finally
        {
            if (_batchesSinceCheckpoint > 0)
            {
                Checkpoint(next - 1);
            }
        }
    }

    private long Start()
    {
        if (checkpoints.Find(consumer.Hub, consumer.ConsumerGroup, partition) is { } handled)
        {
            return handled + 1;
        }

        return settings.InitialOffset switch
        {
            InitialOffset.FromEnd => log.NextSequence(consumer.Hub, partition),
            InitialOffset.FromEnqueuedTime => log.SequenceAt(consumer.Hub, partition, settings.InitialEnqueuedTime ?? DateTimeOffset.MinValue),
            _ => 0,
        };
    }

    /// <summary>At least one event. Fewer than the settings ask for only when the first of them has waited long enough.</summary>
    private async Task<EventData[]> NextBatchAsync(long from, CancellationToken stopping)
    {
        var wanted = consumer.IsBatched ? Math.Min(settings.MinEventBatchSize, settings.MaxEventBatchSize) : 1;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task? deadline = null;
        while (true)
        {
            var arrival = consumer.Hub.Arrivals[partition].Changed;
            var events = log.Read(consumer.Hub, partition, from, settings.MaxEventBatchSize);
            if (events.Count >= wanted || (events.Count > 0 && deadline is { IsCompleted: true }))
            {
                await patience.CancelAsync();
                return [.. events];
            }

            if (events.Count == 0)
            {
                await arrival.WaitAsync(stopping);
            }
            else
            {
                deadline ??= Task.Delay(settings.MaxWaitTime, time, patience.Token);
                await Task.WhenAny(arrival, deadline).WaitAsync(stopping);
            }
        }
    }

    private async Task InvokeAsync(EventData[] batch, CancellationToken stopping)
    {
        if (consumer.IsBatched)
        {
            await InvokeAsync(batch, EventBindingData.ForMany(batch, _partitionContext), stopping);
            return;
        }

        foreach (var data in batch)
        {
            stopping.ThrowIfCancellationRequested();
            await InvokeAsync(data, EventBindingData.ForOne(data, _partitionContext), stopping);
        }
    }

    private Task InvokeAsync(object input, Dictionary<string, object?> bindingData, CancellationToken stopping) => invoker.InvokeAsync(
        consumer.Function,
        consumer.Retries,
        new TriggerData { Input = new Dictionary<string, object?> { [consumer.Function.TriggerParameter.Name!] = input }, BindingData = bindingData },
        stopping);

    private void Checkpoint(long sequence)
    {
        checkpoints.Save(consumer.Hub, consumer.ConsumerGroup, partition, sequence);
        _batchesSinceCheckpoint = 0;
    }
}
