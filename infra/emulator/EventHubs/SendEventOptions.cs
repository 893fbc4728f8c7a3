#nullable disable
namespace Azure.Messaging.EventHubs.Producer;

/// <summary>Where events go: a partition by key, by id, or one that the service chooses.</summary>
public class SendEventOptions
{
    /// <summary>Events with the same key go to the same partition; not together with <see cref="PartitionId"/>.</summary>
    public string PartitionKey { get; set; }

    /// <summary>The partition itself; not together with <see cref="PartitionKey"/>.</summary>
    public string PartitionId { get; set; }
}
