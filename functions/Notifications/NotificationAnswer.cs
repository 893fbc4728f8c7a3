using DataAggregator.Core.Notifications;

namespace DataAggregator.Functions.Notifications;

/// <summary>A notification as the API shows it.</summary>
/// <param name="Id">Names it; receivers of webhooks get it as <c>X-DataAggregator-Delivery</c>.</param>
/// <param name="RunId">The run that it is about.</param>
/// <param name="PipelineId">The run's pipeline.</param>
/// <param name="PipelineName">Its name when it ran.</param>
/// <param name="Event">What happened.</param>
/// <param name="Channel">How it is sent: <c>webhook</c>, <c>email</c> or <c>openlineage</c>.</param>
/// <param name="Target">Who is told: the URL or mail address.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Attempts">How often delivery began.</param>
/// <param name="CreatedAt">When it came into the outbox.</param>
/// <param name="NextAttemptAt">When delivery is tried next; null once it was sent or given up.</param>
/// <param name="SentAt">When the other side took it.</param>
/// <param name="LastError">Why the last attempt failed.</param>
public sealed record NotificationAnswer(
    string Id,
    string RunId,
    string PipelineId,
    string PipelineName,
    string Event,
    string Channel,
    string Target,
    NotificationStatus Status,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? SentAt,
    string? LastError)
{
    /// <summary>The answer for a notification.</summary>
    public static NotificationAnswer Of(NotificationRecord record) => new(
        record.Notification.Id,
        record.Notification.RunId,
        record.PipelineId,
        record.PipelineName,
        record.Notification.Event,
        record.Notification.Channel,
        record.Notification.Target,
        record.Status,
        record.Notification.Attempts,
        record.CreatedAt,
        record.DueAt,
        record.SentAt,
        record.LastError);
}
