using DataAggregator.Emulator.Worker.Invocation;

namespace DataAggregator.Emulator.Triggers;

/// <summary>Invokes a function, and again while it fails and its retry policy allows.</summary>
internal sealed class RetryingInvoker(FunctionInvoker invoker, TimeProvider time)
{
    /// <summary>The outcome of the last attempt.</summary>
    /// <exception cref="OperationCanceledException">The host stops while the next attempt is awaited.</exception>
    public async Task<FunctionOutcome> InvokeAsync(FunctionDescriptor function, RetryPolicy policy, TriggerData data, CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            var attempt = data with { RetryCount = retry, MaxRetryCount = policy.MaxRetryCount };
            var outcome = await invoker.InvokeAsync(function, attempt, cancellationToken);
            if (outcome.Succeeded || !policy.Allows(retry))
            {
                return outcome;
            }

            await Task.Delay(policy.Pause(retry), time, cancellationToken);
        }
    }
}
