namespace DataAggregator.Core.Notifications;

/// <summary>Which notifications are wanted; null takes all.</summary>
public sealed record NotificationQuery
{
    /// <summary>Only those about that run.</summary>
    public string? RunId { get; init; }

    /// <summary>Only those about runs of that pipeline.</summary>
    public string? PipelineId { get; init; }

    /// <summary>Only those on that way.</summary>
    public string? Channel { get; init; }

    /// <summary>Only those of that status.</summary>
    public NotificationStatus? Status { get; init; }
}
