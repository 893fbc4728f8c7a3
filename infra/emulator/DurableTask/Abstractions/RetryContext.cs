namespace Microsoft.DurableTask;

/// <summary>What a retry handler knows about the failed attempts.</summary>
/// <param name="OrchestrationContext">The orchestration that called.</param>
/// <param name="LastAttemptNumber">The number of the attempt that just failed, from 1.</param>
/// <param name="LastFailure">Why it failed.</param>
/// <param name="TotalRetryTime">Since the first attempt was made.</param>
/// <param name="CancellationToken">Signals that retrying should end.</param>
public record class RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);
