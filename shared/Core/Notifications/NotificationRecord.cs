namespace DataAggregator.Core.Notifications;

/// <summary>A notification with what became of it.</summary>
/// <param name="Notification">What was to be told, with how often delivery began.</param>
/// <param name="PipelineId">The pipeline of its run.</param>
/// <param name="PipelineName">The pipeline's name when it ran.</param>
/// <param name="CreatedAt">When it came into the outbox.</param>
/// <param name="DueAt">When delivery is tried next; null once it was sent or given up.</param>
/// <param name="SentAt">When the other side took it.</param>
/// <param name="LastError">Why the last attempt failed.</param>
public sealed record NotificationRecord(
    Notification Notification, string PipelineId, string PipelineName, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, DateTimeOffset? SentAt, string? LastError)
{
    /// <summary>Where it stands.</summary>
    public NotificationStatus Status => SentAt is not null ? NotificationStatus.Sent : DueAt is null ? NotificationStatus.GivenUp : NotificationStatus.Pending;
}
