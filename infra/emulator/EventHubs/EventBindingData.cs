using System.Text.Json;
using Azure.Messaging.EventHubs;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>What an Event Hubs trigger tells beside the events, under the official names, in the JSON that crosses to an isolated worker.</summary>
internal static class EventBindingData
{
    /// <summary>For an invocation with one event.</summary>
    public static Dictionary<string, object?> ForOne(EventData data, string partitionContext) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["PartitionContext"] = partitionContext,
        ["PartitionKey"] = data.PartitionKey,
        ["Offset"] = data.OffsetString,
        ["SequenceNumber"] = JsonSerializer.Serialize(data.SequenceNumber),
        ["EnqueuedTimeUtc"] = JsonSerializer.Serialize(data.EnqueuedTime.UtcDateTime).Trim('"'),
        ["Properties"] = JsonSerializer.Serialize(data.Properties),
        ["SystemProperties"] = JsonSerializer.Serialize(SystemProperties(data)),
    };

    /// <summary>For an invocation with many events.</summary>
    public static Dictionary<string, object?> ForMany(EventData[] events, string partitionContext) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["PartitionContext"] = partitionContext,
        ["PartitionKeyArray"] = JsonSerializer.Serialize(events.Select(data => data.PartitionKey)),
        ["OffsetArray"] = JsonSerializer.Serialize(events.Select(data => data.OffsetString)),
        ["SequenceNumberArray"] = JsonSerializer.Serialize(events.Select(data => data.SequenceNumber)),
        ["EnqueuedTimeUtcArray"] = JsonSerializer.Serialize(events.Select(data => data.EnqueuedTime.UtcDateTime)),
        ["PropertiesArray"] = JsonSerializer.Serialize(events.Select(data => data.Properties)),
        ["SystemPropertiesArray"] = JsonSerializer.Serialize(events.Select(SystemProperties)),
    };

    /// <summary>Where the events come from.</summary>
    public static string PartitionContext(string host, string eventHub, string consumerGroup, string partitionId) => JsonSerializer.Serialize(new
    {
        FullyQualifiedNamespace = host,
        EventHubName = eventHub,
        ConsumerGroup = consumerGroup,
        PartitionId = partitionId,
    });

    private static Dictionary<string, object?> SystemProperties(EventData data) => new(StringComparer.Ordinal)
    {
        ["SequenceNumber"] = data.SequenceNumber,
        ["Offset"] = data.OffsetString,
        ["PartitionKey"] = data.PartitionKey,
        ["EnqueuedTimeUtc"] = data.EnqueuedTime.UtcDateTime,
    };
}
