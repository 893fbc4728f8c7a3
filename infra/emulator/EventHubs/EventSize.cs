using System.Text;
using Azure.Messaging.EventHubs;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>What an event weighs against the service's limit, close to its size on the wire.</summary>
internal static class EventSize
{
    /// <summary>The largest message that the service accepts, in bytes (1 MiB).</summary>
    public const long Limit = 1024 * 1024;

    /// <summary>Bytes of a batch without events.</summary>
    public const long BatchOverhead = 24;

    private const long EventOverhead = 16;
    private const long PropertyOverhead = 8;

    /// <summary>Bytes of one event within a batch.</summary>
    public static long Of(EventData data)
    {
        var size = EventOverhead + data.Body.Length + Of(data.ContentType) + Of(data.MessageId) + Of(data.CorrelationId);
        if (data.HasProperties)
        {
            foreach (var (name, value) in data.Properties)
            {
                size += PropertyOverhead + Of(name) + (value is string text ? Of(text) : 8);
            }
        }

        return size;
    }

    private static long Of(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
