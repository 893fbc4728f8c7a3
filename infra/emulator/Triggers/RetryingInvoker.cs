using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Triggers;

/// <summary>Invokes a function, and again while it fails and its retry policy allows.</summary>
internal sealed class RetryingInvoker(FunctionInvoker invoker, TimeProvider time, ILogger log)
{
    /// <summary>The outcome of the last attempt.</summary>
    /// <exception cref="OperationCanceledException">The host stops while the next attempt is awaited.</exception>
    public async Task<FunctionOutcome> InvokeAsync(FunctionDescriptor function, RetryPolicy policy, TriggerData data, CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            var attempt = data with { RetryCount = retry, MaxRetryCount = policy.MaxRetryCount, FailureIsHandled = policy.Allows(retry) };
            var outcome = await invoker.InvokeAsync(function, attempt, cancellationToken);
            if (outcome.Succeeded || !policy.Allows(retry))
            {
                return outcome;
            }

            Log.RetryFollows(log, outcome.Error!, function.Name, retry + 1, policy.Pause(retry));
            await Task.Delay(policy.Pause(retry), time, cancellationToken);
        }
    }
}
