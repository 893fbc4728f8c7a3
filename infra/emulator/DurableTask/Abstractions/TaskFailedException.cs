namespace Microsoft.DurableTask;

/// <summary>An activity or sub-orchestration that an orchestration called has failed.</summary>
public sealed class TaskFailedException : Exception
{
    /// <summary>From the exception that made it fail.</summary>
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(Describe(taskName, taskId, innerException?.Message), innerException)
    {
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = TaskFailureDetails.FromException(innerException!);
    }

    /// <summary>From the recorded failure.</summary>
    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(Describe(taskName, taskId, failureDetails?.ErrorMessage))
    {
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails!;
    }

    /// <summary>The name of the failed task.</summary>
    public string TaskName { get; }

    /// <summary>The number of the call within the orchestration, from 0.</summary>
    public int TaskId { get; }

    /// <summary>Why it failed.</summary>
    public TaskFailureDetails FailureDetails { get; }

    /// <summary>Whether the failure is exactly of an exception type.</summary>
    [Obsolete("Use the FailureDetails property and its IsCausedBy<T>() method")]
    public bool IsCausedByException<T>()
        where T : Exception
        => FailureDetails.ErrorType == typeof(T).FullName;

    private static string Describe(string taskName, int taskId, string? cause)
    {
        var failed = $"Task '{taskName}' (#{taskId}) failed with an unhandled exception";
        return cause is null ? failed + "." : $"{failed}: {cause}";
    }
}
