#nullable disable
using Azure.Core;
using DataAggregator.Emulator.EventHubs;

namespace Azure.Messaging.EventHubs.Producer;

/// <summary>
/// Sends events to an event hub of an emulator in this process: the one that serves the namespace named by <c>Endpoint=sb://NAMESPACE/</c>
/// in its connection string. A host of the emulator serves the namespaces that its settings name with <c>UseDevelopmentEmulator=true</c>. An event
/// hub comes into being when it is first named.
/// </summary>
public class EventHubProducerClient : IAsyncDisposable
{
    private volatile bool _closed;

    /// <summary>A producer for the event hub in the connection string's <c>EntityPath</c>.</summary>
    /// <exception cref="FormatException">The connection string is malformed.</exception>
    public EventHubProducerClient(string connectionString)
        : this(connectionString, null)
    {
    }

    /// <summary>A producer for an event hub of the connection string's namespace.</summary>
    /// <exception cref="ArgumentException">Neither, or both differently, name the event hub.</exception>
    /// <exception cref="FormatException">The connection string is malformed.</exception>
    public EventHubProducerClient(string connectionString, string eventHubName)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var connection = EventHubConnection.Parse(connectionString);
        if (eventHubName is not null && connection.EventHub is not null && !string.Equals(eventHubName, connection.EventHub, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"The connection string's EntityPath is '{connection.EventHub}', but the event hub asked for is '{eventHubName}': name one.", nameof(eventHubName));
        }

        FullyQualifiedNamespace = connection.Host;
        EventHubName = eventHubName ?? connection.EventHub
            ?? throw new ArgumentException("No event hub is named: add EntityPath to the connection string, or pass the name.", nameof(connectionString));
    }

    /// <summary>A producer for an event hub of a namespace. The emulator asks for no credential's token.</summary>
    public EventHubProducerClient(string fullyQualifiedNamespace, string eventHubName, TokenCredential credential, EventHubProducerClientOptions clientOptions = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(fullyQualifiedNamespace);
        ArgumentException.ThrowIfNullOrEmpty(eventHubName);
        ArgumentNullException.ThrowIfNull(credential);
        FullyQualifiedNamespace = fullyQualifiedNamespace;
        EventHubName = eventHubName;
    }

    /// <summary>For test doubles.</summary>
    protected EventHubProducerClient()
    {
    }

    /// <summary>The namespace that events are sent to.</summary>
    public string FullyQualifiedNamespace { get; }

    /// <summary>The event hub that events are sent to.</summary>
    public string EventHubName { get; }

    /// <summary>Name, creation and partitions of the event hub.</summary>
    /// <exception cref="EventHubsException">No emulator in this process serves the namespace, or the producer is closed.</exception>
    public virtual Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken = default)
        => Task.Run(
            () =>
            {
                var hub = Log().Hub(EventHubName);
                return new EventHubProperties(hub.Name, hub.CreatedOn, hub.PartitionIds);
            },
            cancellationToken);

    /// <summary>The ids of the event hub's partitions.</summary>
    /// <exception cref="EventHubsException">No emulator in this process serves the namespace, or the producer is closed.</exception>
    public virtual async Task<string[]> GetPartitionIdsAsync(CancellationToken cancellationToken = default)
        => (await GetEventHubPropertiesAsync(cancellationToken)).PartitionIds;

    /// <summary>An empty batch for a partition that the service chooses.</summary>
    public virtual ValueTask<EventDataBatch> CreateBatchAsync(CancellationToken cancellationToken = default)
        => CreateBatchAsync(new CreateBatchOptions(), cancellationToken);

    /// <summary>An empty batch with these options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size asked for is more than the service accepts.</exception>
    /// <exception cref="InvalidOperationException">Both a partition key and a partition id are given.</exception>
    public virtual ValueTask<EventDataBatch> CreateBatchAsync(CreateBatchOptions options, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        options ??= new CreateBatchOptions();
        RequireOnePartition(options);
        var size = options.MaximumSizeInBytes ?? EventSize.Limit;
        if (size is <= EventSize.BatchOverhead or > EventSize.Limit)
        {
            throw new ArgumentOutOfRangeException(nameof(options), size, $"MaximumSizeInBytes must be between {EventSize.BatchOverhead + 1} and {EventSize.Limit}.");
        }

        return ValueTask.FromResult(new EventDataBatch(size, options));
    }

    /// <summary>Sends the events, all or none, to one partition that the service chooses. When the task completes, they are kept.</summary>
    /// <exception cref="EventHubsException">The events are more than one message may hold, no emulator in this process serves the namespace, or the producer is closed.</exception>
    public virtual Task SendAsync(IEnumerable<EventData> eventBatch, CancellationToken cancellationToken = default)
        => SendAsync(eventBatch, new SendEventOptions(), cancellationToken);

    /// <summary>Sends the events, all or none, to one partition. When the task completes, they are kept.</summary>
    /// <exception cref="EventHubsException">The events are more than one message may hold, no emulator in this process serves the namespace, or the producer is closed.</exception>
    /// <exception cref="InvalidOperationException">Both a partition key and a partition id are given.</exception>
    public virtual Task SendAsync(IEnumerable<EventData> eventBatch, SendEventOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(eventBatch);
        var events = eventBatch as IReadOnlyList<EventData> ?? [.. eventBatch];
        var size = EventSize.BatchOverhead + events.Sum(EventSize.Of);
        return size <= EventSize.Limit
            ? Append(events, options ?? new SendEventOptions(), cancellationToken)
            : throw new EventHubsException(false, EventHubName, $"The events take {size} bytes, more than the {EventSize.Limit} that one message may hold: send fewer at a time.");
    }

    /// <summary>Sends the batch, all or none. When the task completes, its events are kept.</summary>
    /// <exception cref="EventHubsException">No emulator in this process serves the namespace, or the producer is closed.</exception>
    public virtual Task SendAsync(EventDataBatch eventBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(eventBatch);
        return Append(eventBatch.Events, eventBatch.Options, cancellationToken);
    }

    /// <summary>Ends the producer: it sends nothing more.</summary>
    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        _closed = true;
        return Task.CompletedTask;
    }

    /// <summary>Ends the producer.</summary>
    public virtual async ValueTask DisposeAsync() => await CloseAsync(CancellationToken.None);

    private Task Append(IReadOnlyList<EventData> events, SendEventOptions options, CancellationToken cancellationToken)
        => Task.Run(
            () =>
            {
                RequireOnePartition(options);
                var log = Log();
                log.Append(log.Hub(EventHubName), events, options);
            },
            cancellationToken);

    private EventHubLog Log()
    {
        ThrowIfClosed();
        return EventHubNamespaces.Find(FullyQualifiedNamespace) ?? throw new EventHubsException(
            true,
            EventHubName,
            $"The event hub namespace '{FullyQualifiedNamespace}' is not served here: this build has an emulator in place of Event Hubs, which serves the namespaces of the settings with UseDevelopmentEmulator=true while its host runs.");
    }

    private void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new EventHubsException(false, EventHubName, "The producer is closed.");
        }
    }

    private static void RequireOnePartition(SendEventOptions options)
    {
        if (!string.IsNullOrEmpty(options.PartitionKey) && !string.IsNullOrEmpty(options.PartitionId))
        {
            throw new InvalidOperationException($"Events go to a partition by key or by id, not both: key '{options.PartitionKey}', id '{options.PartitionId}'.");
        }
    }
}
