#nullable disable // As official: this package is not annotated, so what compiles there compiles here.
using System.Collections.ObjectModel;
using Azure.Core;

namespace Azure.Messaging.EventHubs;

/// <summary>An event: a body and what its sender says about it; when read, also where it stands in its partition.</summary>
public class EventData : MessageContent
{
    private Dictionary<string, object> _properties;

    /// <summary>An event with an empty body.</summary>
    public EventData()
        : this(BinaryData.FromBytes(ReadOnlyMemory<byte>.Empty))
    {
    }

    /// <summary>An event with this body.</summary>
    public EventData(BinaryData eventBody)
    {
        ArgumentNullException.ThrowIfNull(eventBody);
        Data = eventBody;
    }

    /// <summary>An event with these bytes as its body.</summary>
    public EventData(ReadOnlyMemory<byte> eventBody)
        : this(BinaryData.FromBytes(eventBody))
    {
    }

    /// <summary>An event with this text, as UTF-8, as its body.</summary>
    public EventData(string eventBody)
        : this(BinaryData.FromString(eventBody))
    {
    }

    /// <summary>The body.</summary>
    public BinaryData EventBody
    {
        get => Data;
        set => Data = value;
    }

    /// <summary>The bytes of the body.</summary>
    public ReadOnlyMemory<byte> Body => Data.ToMemory();

    /// <summary>The MIME type of the body; null when the sender gave none.</summary>
    public new string ContentType
    {
        get => base.ContentType?.ToString();
        set => base.ContentType = value is null ? null : new ContentType(value);
    }

    /// <summary>The sender's id of this event; null when it gave none.</summary>
    public string MessageId { get; set; }

    /// <summary>The sender's id of the work this event belongs to; null when it gave none.</summary>
    public string CorrelationId { get; set; }

    /// <summary>The sender's own properties.</summary>
    public IDictionary<string, object> Properties => _properties ??= [];

    /// <summary>Properties that the service adds to a received event.</summary>
    public IReadOnlyDictionary<string, object> SystemProperties => ReadOnlyDictionary<string, object>.Empty;

    /// <summary>Position in the partition, from 0; <see cref="long.MinValue"/> for an event that was not received.</summary>
    public long SequenceNumber { get; internal init; } = long.MinValue;

    /// <summary>The position to resume reading from; null for an event that was not received.</summary>
    public string OffsetString { get; internal init; }

    /// <summary>When the event was accepted; <c>default</c> for an event that was not received.</summary>
    public DateTimeOffset EnqueuedTime { get; internal init; }

    /// <summary>The key that chose the partition; null when there was none.</summary>
    public string PartitionKey { get; internal init; }

    /// <summary>Whether there are properties, without making an empty set of them.</summary>
    internal bool HasProperties => _properties is { Count: > 0 };
}
