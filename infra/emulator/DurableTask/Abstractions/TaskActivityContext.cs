namespace Microsoft.DurableTask;

/// <summary>What an activity knows about its call.</summary>
public abstract class TaskActivityContext
{
    /// <summary>For implementers.</summary>
    protected TaskActivityContext()
    {
    }

    /// <summary>The name the activity was called by.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The instance id of the orchestration that called.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The version the activity was called with; empty if none.</summary>
    public virtual string Version => string.Empty;
}
