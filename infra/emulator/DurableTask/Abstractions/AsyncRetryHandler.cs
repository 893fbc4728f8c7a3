namespace Microsoft.DurableTask;

/// <summary>Decides after a failure whether to try again; may await durable tasks, such as a timer, before it answers.</summary>
/// <param name="retryContext">What failed, how often and for how long.</param>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
