using DataAggregator.Orchestrations.Notifications;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Notifications;

/// <summary>Every five seconds: what is in the outbox is delivered.</summary>
public sealed class SendNotifications(NotificationDelivery delivery)
{
    /// <summary>Delivers what is due.</summary>
    [Function("SendNotifications")]
    public Task RunAsync([TimerTrigger("*/5 * * * * *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken) => delivery.RunAsync(cancellationToken);
}
