namespace Microsoft.Azure.Functions.Worker;

/// <summary>Repeats a failed invocation after pauses that double.</summary>
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    /// <summary>Creates the policy.</summary>
    /// <param name="maxRetryCount">How often to repeat; -1 for ever.</param>
    /// <param name="minimumInterval">The first pause as <c>hh:mm:ss</c>.</param>
    /// <param name="maximumInterval">The longest pause as <c>hh:mm:ss</c>.</param>
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    /// <summary>The first pause as <c>hh:mm:ss</c>.</summary>
    public string MinimumInterval { get; }

    /// <summary>The longest pause as <c>hh:mm:ss</c>.</summary>
    public string MaximumInterval { get; }
}
