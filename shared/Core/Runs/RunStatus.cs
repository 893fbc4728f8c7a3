namespace DataAggregator.Core.Runs;

/// <summary>Where a run stands. On the wire in lower case.</summary>
public enum RunStatus
{
    /// <summary>Created, not begun.</summary>
    Pending,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Finished, nothing rejected.</summary>
    Success,

    /// <summary>Could not finish.</summary>
    Failed,

    /// <summary>Finished, but something was rejected, warned about or drifted.</summary>
    Warning,

    /// <summary>Stopped by a user.</summary>
    Cancelled,

    /// <summary>Held by a user.</summary>
    Paused,

    /// <summary>Waiting to try again after a transient error.</summary>
    Retrying,
}
