#nullable disable
namespace Azure.Messaging.EventHubs;

/// <summary>An event hub could not do what was asked.</summary>
public class EventHubsException : Exception
{
    internal EventHubsException(bool isTransient, string eventHubName, string message)
        : base($"{message} ({eventHubName})")
    {
        IsTransient = isTransient;
        EventHubName = eventHubName;
    }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient { get; }

    /// <summary>The event hub that was asked.</summary>
    public string EventHubName { get; }
}
