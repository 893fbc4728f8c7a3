namespace Azure.Messaging.EventHubs.Producer;

/// <summary>Options of a producer.</summary>
public class EventHubProducerClientOptions
{
}
