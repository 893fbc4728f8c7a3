#nullable disable
namespace Azure.Messaging.EventHubs;

/// <summary>What an event hub is made of.</summary>
public class EventHubProperties
{
    internal EventHubProperties(string name, DateTimeOffset createdOn, string[] partitionIds)
    {
        Name = name;
        CreatedOn = createdOn;
        PartitionIds = partitionIds;
    }

    /// <summary>The event hub's name.</summary>
    public string Name { get; }

    /// <summary>When the event hub was created.</summary>
    public DateTimeOffset CreatedOn { get; }

    /// <summary>The ids of its partitions, <c>0</c> and up.</summary>
    public string[] PartitionIds { get; }
}
