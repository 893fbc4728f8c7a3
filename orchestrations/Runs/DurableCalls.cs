using DataAggregator.Core.Connectors;
using Microsoft.DurableTask;
using RetryPolicy = DataAggregator.Core.Pipelines.RetryPolicy;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Calls activities from an orchestrator, retrying transient failures by the pipeline's policy with durable timers.</summary>
internal static class DurableCalls
{
    /// <summary>The activity's result.</summary>
    /// <exception cref="RunStoppedException">It failed for good or too often, or the run was cancelled.</exception>
    public static async Task<T> CallAsync<T>(this TaskOrchestrationContext context, string activity, object input, string runId, RetryPolicy retry)
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await TryAsync<T>(context, activity, input);
            retry = outcome.Retry ?? retry;
            if (outcome.Cancelled)
                throw new RunStoppedException(null);
            if (outcome.Failure is not { } failure)
                return outcome.Value!;
            if (!failure.IsWorthRetrying || attempt > retry.MaxRetries)
                throw new RunStoppedException(failure);
            // Whether it could be shown does not matter: the store that is away may be the very reason for the retry.
            await TryAsync<bool>(context, nameof(Activities.MarkRetrying), runId);
            await context.CreateTimer(RetryDelay.Of(retry, attempt, context.InstanceId, failure.RetryAfter), CancellationToken.None);
        }
    }

    /// <summary>The failure of a task that threw what nobody expected. Its text may hold what only operators should see, and stays in the log.</summary>
    public static RunFailure Unexpected(string task, TaskFailedException failure) => new(
        ErrorClass.Internal, "internal_error", $"{task} failed unexpectedly ({failure.FailureDetails.ErrorType}).", null, "The log has the details under the run's id.");

    private static async Task<Outcome<T>> TryAsync<T>(TaskOrchestrationContext context, string activity, object input)
    {
        try
        {
            return await context.CallActivityAsync<Outcome<T>>(activity, input);
        }
        catch (TaskFailedException unexpected)
        {
            // Nobody typed it: the platform's own store may have been away for a moment, so it is worth the policy's retries.
            return new(default, Unexpected(activity, unexpected));
        }
    }
}
