namespace DataAggregator.Core.Pipelines;

/// <summary>What people are told about a pipeline's runs.</summary>
public enum NotificationEvent
{
    /// <summary>A run failed.</summary>
    Failed,

    /// <summary>A run went well after one that failed.</summary>
    Recovered,

    /// <summary>A run went well.</summary>
    Success,

    /// <summary>A run finished, but something was rejected, warned about or drifted.</summary>
    Warning,

    /// <summary>A run was cancelled.</summary>
    Cancelled,
}
