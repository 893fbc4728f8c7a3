using DataAggregator.Core.Security;

namespace DataAggregator.Core.Notifications;

/// <summary>A way on which notifications go.</summary>
public interface INotificationChannel
{
    /// <summary>What <see cref="Notification.Channel"/> says of those that it takes.</summary>
    string Name { get; }

    /// <summary>Delivers one; returns when the other side has taken it.</summary>
    /// <param name="notification">What to deliver.</param>
    /// <param name="secret">What it is signed with; null where none was agreed on.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task SendAsync(Notification notification, Secret? secret, CancellationToken cancellationToken);
}
