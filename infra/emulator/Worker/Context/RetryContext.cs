namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which attempt of a function-level retry an invocation is.</summary>
public abstract class RetryContext
{
    /// <summary>Creates the context.</summary>
    protected RetryContext()
    {
    }

    /// <summary>How often the invocation was repeated so far.</summary>
    public abstract int RetryCount { get; }

    /// <summary>How often it may be repeated; -1 for ever.</summary>
    public abstract int MaxRetryCount { get; }
}
