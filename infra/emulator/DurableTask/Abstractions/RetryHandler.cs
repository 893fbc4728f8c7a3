namespace Microsoft.DurableTask;

/// <summary>Decides after a failure whether to try again.</summary>
/// <param name="retryContext">What failed, how often and for how long.</param>
public delegate bool RetryHandler(RetryContext retryContext);
