using Microsoft.DurableTask;

namespace DataAggregator.Emulator.Durable;

/// <summary>The failed attempts of one call, and whether there is another. Pauses are durable timers.</summary>
internal sealed class Retries(TaskOrchestrationContext context, TaskRetryOptions? options)
{
    private readonly DateTime firstAttempt = context.CurrentUtcDateTime;
    private int failures;

    public async Task<bool> ShouldRetryAsync(TaskFailedException failed)
    {
        failures++;
        if (options is null || Failures.IsPermanent(failed.FailureDetails))
        {
            return false;
        }

        if (options.Handler is { } handler)
        {
            var elapsed = context.CurrentUtcDateTime - firstAttempt;
            return await handler(new RetryContext(context, failures, failed.FailureDetails, elapsed, CancellationToken.None));
        }

        var policy = options.Policy!;
        if (failures >= policy.MaxNumberOfAttempts || IsTooLate(policy) || !policy.Handle(failed))
        {
            return false;
        }

        await context.CreateTimer(PauseAfter(failures, policy), CancellationToken.None);
        return true;
    }

    private bool IsTooLate(RetryPolicy policy)
        => policy.RetryTimeout != Timeout.InfiniteTimeSpan && context.CurrentUtcDateTime - firstAttempt >= policy.RetryTimeout;

    private static TimeSpan PauseAfter(int failures, RetryPolicy policy)
    {
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : policy.MaxRetryInterval;
        var pause = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, failures - 1);
        return pause < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(pause) : longest;
    }
}
