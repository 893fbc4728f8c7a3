namespace Microsoft.Azure.Functions.Worker;

/// <summary>Base of the function-level retry policies, which timer and Event Hubs triggers honour.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    /// <summary>Creates the attribute.</summary>
    public RetryAttribute()
    {
    }

    /// <summary>How often a failed invocation is repeated; -1 repeats for ever.</summary>
    public int MaxRetryCount { get; set; }
}
