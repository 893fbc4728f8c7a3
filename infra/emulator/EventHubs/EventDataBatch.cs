#nullable disable
using DataAggregator.Emulator.EventHubs;

namespace Azure.Messaging.EventHubs.Producer;

/// <summary>Events that are sent together and fit one message.</summary>
public sealed class EventDataBatch : IDisposable
{
    private readonly List<EventData> _events = [];
    private bool _disposed;

    internal EventDataBatch(long maximumSizeInBytes, SendEventOptions options)
    {
        MaximumSizeInBytes = maximumSizeInBytes;
        Options = new SendEventOptions { PartitionId = options.PartitionId, PartitionKey = options.PartitionKey };
        SizeInBytes = EventSize.BatchOverhead;
    }

    /// <summary>The limit in bytes.</summary>
    public long MaximumSizeInBytes { get; }

    /// <summary>The bytes of what the batch holds now.</summary>
    public long SizeInBytes { get; private set; }

    /// <summary>How many events the batch holds.</summary>
    public int Count => _events.Count;

    internal SendEventOptions Options { get; }

    internal IReadOnlyList<EventData> Events => _events;

    /// <summary>Adds the event if it fits; false, and no change, if it does not.</summary>
    /// <exception cref="ObjectDisposedException">The batch is disposed of.</exception>
    public bool TryAdd(EventData eventData)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(eventData);
        var size = EventSize.Of(eventData);
        if (SizeInBytes + size > MaximumSizeInBytes)
        {
            return false;
        }

        SizeInBytes += size;
        _events.Add(eventData);
        return true;
    }

    /// <summary>Lets the events go.</summary>
    public void Dispose()
    {
        _disposed = true;
        _events.Clear();
    }
}
