using DataAggregator.Core.Notifications;
using DataAggregator.Core.Runs;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Notifications;

/// <summary>
/// Delivers what is in the outbox, apart from the runs that it is about. What fails is tried again with growing delays; what was sent and not noted, as a
/// crash came in between, is sent once more under the same id.
/// </summary>
/// <param name="outbox">The outbox.</param>
/// <param name="channels">The ways out.</param>
/// <param name="notices">Knows what to sign with.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets failures.</param>
public sealed class NotificationDelivery(INotificationStore outbox, IEnumerable<INotificationChannel> channels, RunNotices notices, TimeProvider time, ILogger<NotificationDelivery> logger)
{
    private const int AtOnce = 8;
    private const int Rounds = 20;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(8),
    ];

    /// <summary>Delivers what is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var claimed = await outbox.ClaimAsync(AtOnce, Lease, cancellationToken);
            await Task.WhenAll(claimed.Select(notification => DeliverAsync(notification, cancellationToken)));
            if (claimed.Count < AtOnce)
                return;
        }
    }

    private async Task DeliverAsync(Notification notification, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = new CancellationTokenSource(Patience, time);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            FaultPoint.Reach("notification_sending");
            var channel = channels.FirstOrDefault(channel => channel.Name == notification.Channel)
                ?? throw new InvalidOperationException(notification.Channel == Notification.Email
                    ? "No mail server is set up: set DATAAGGREGATOR_SMTP_HOST, or DATAAGGREGATOR_MAIL_FOLDER to have mail laid into a folder."
                    : $"No way is set up for '{notification.Channel}' any more.");
            await channel.SendAsync(notification, await notices.SecretAsync(notification, patience.Token), patience.Token);
            FaultPoint.Reach("notification_sent");
            await outbox.SentAsync(notification.Id, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan? wait = notification.Attempts <= Waits.Length ? Waits[notification.Attempts - 1] : null;
            logger.NotDelivered(failure, notification.Channel, notification.Event, notification.RunId, notification.Attempts, wait is null ? "giving up" : "trying again");
            await outbox.PutOffAsync(notification.Id, failure.Message, wait, cancellationToken);
        }
    }
}
