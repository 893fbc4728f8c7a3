namespace Microsoft.Azure.Functions.Worker;

/// <summary>Repeats a failed invocation after the same pause each time.</summary>
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    /// <summary>Creates the policy.</summary>
    /// <param name="maxRetryCount">How often to repeat; -1 for ever.</param>
    /// <param name="delayInterval">The pause as <c>hh:mm:ss</c>.</param>
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    /// <summary>The pause as <c>hh:mm:ss</c>.</summary>
    public string DelayInterval { get; }
}
