namespace DataAggregator.Core.Notifications;

/// <summary>What became of a notification.</summary>
public enum NotificationStatus
{
    /// <summary>It is to be delivered, perhaps again.</summary>
    Pending,

    /// <summary>The other side has taken it.</summary>
    Sent,

    /// <summary>It could not be delivered, and is not tried any more.</summary>
    GivenUp,
}
