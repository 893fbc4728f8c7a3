using System.Runtime.CompilerServices;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.RateLimits;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using Microsoft.DurableTask;
using RetryPolicy = DataAggregator.Core.Pipelines.RetryPolicy;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Calls activities from an orchestrator, retrying transient failures by the pipeline's policy with durable timers.</summary>
internal static class DurableCalls
{
    private static readonly ConditionalWeakTable<TaskOrchestrationContext, RetryWaits> Waits = [];

    /// <summary>How the platform's own stores are waited for, whatever the pipeline says of its sources and destinations: for a quarter of an hour.</summary>
    public static RetryPolicy UntilBack { get; } = new() { MaxRetries = 20, MaxDelaySeconds = 60 };

    /// <summary>How a rate limit that is used up is waited for, whatever the pipeline says: it says itself for how long. One that others use up for ever ends a run some time.</summary>
    private static RetryPolicy UntilThereIsMore { get; } = new() { MaxRetries = 100, BackoffMultiplier = 1 };

    /// <summary>The activity's result.</summary>
    /// <param name="context">The orchestration.</param>
    /// <param name="activity">The activity.</param>
    /// <param name="input">Its input.</param>
    /// <param name="generation">The run, and the epoch that works on it.</param>
    /// <param name="retry">How it is retried.</param>
    /// <param name="isEnding">Whether it ends the run, so that only a take-over stops it.</param>
    /// <exception cref="RunStoppedException">It failed for good or too often, or the run is to stop.</exception>
    public static async Task<T> CallAsync<T>(this TaskOrchestrationContext context, string activity, object input, RunGeneration generation, RetryPolicy retry, bool isEnding = false)
    {
        var (failures, absences, limits) = (0, 0, 0);
        while (true)
        {
            var outcome = await TryAsync<T>(context, activity, input);
            retry = outcome.Retry ?? retry;
            if (outcome.Order != RunOrder.GoOn)
                throw new RunStoppedException(null, outcome.Order);
            if (outcome.Failure is not { } failure)
                return outcome.Value!;
            var (policy, attempt) = failure.Code switch
            {
                StoreUnavailableException.Code => (UntilBack, ++absences),
                RateLimit.ReachedCode => (UntilThereIsMore, ++limits),
                _ => (retry, ++failures),
            };
            if (!failure.IsWorthRetrying || attempt > policy.MaxRetries)
                throw new RunStoppedException(failure);
            await WaitAsync(context, generation, RetryDelay.Of(policy, attempt, context.InstanceId, failure.RetryAfter), failure, isEnding);
        }
    }

    /// <summary>The failure of a task that threw what nobody expected. Its text may hold what only operators should see, and stays in the log.</summary>
    public static RunFailure Unexpected(string task, TaskFailedException failure) => new(
        ErrorClass.Internal, "internal_error", $"{task} failed unexpectedly ({failure.FailureDetails.ErrorType}).", null, "The log has the details under the run's id.");

    /// <summary>Calls an activity whose failure does not matter.</summary>
    public static Task TellAsync(this TaskOrchestrationContext context, string activity, object input) => TryAsync<bool>(context, activity, input);

    /// <summary>Has all calls of the orchestration that wait for their next attempt, or would, stop instead: another of its calls has stopped.</summary>
    public static void StopWaiting(this TaskOrchestrationContext context) => Waits.GetOrCreateValue(context).Stop();

    /// <summary>How often the calls of the orchestration have waited for a rate limit that is used up.</summary>
    public static int LimitWaits(this TaskOrchestrationContext context) => Waits.GetOrCreateValue(context).ForLimits;

    /// <summary>Waits before the next attempt, or until something is asked of the run.</summary>
    private static async Task WaitAsync(TaskOrchestrationContext context, RunGeneration generation, TimeSpan delay, RunFailure failure, bool isEnding)
    {
        var until = context.CurrentUtcDateTime + delay;
        var waits = Waits.GetOrCreateValue(context);
        if (failure.Code == RateLimit.ReachedCode)
            waits.ForLimits++;
        // Before the order is looked up: what is asked from then on wakes the call, also when it does not wait yet.
        var wake = waits.Wake(context);
        // Whether it could be shown does not matter: the store that is away may be the very reason for the retry.
        var shown = await TryAsync<bool>(context, nameof(Activities.MarkRetrying), new RetryWait(generation, new DateTimeOffset(until, TimeSpan.Zero), failure.Message, failure.Code, failure.Step, delay));
        if (shown.Order == RunOrder.Superseded || (!isEnding && shown.Order != RunOrder.GoOn))
            throw new RunStoppedException(null, shown.Order);
        await waits.WaitAsync(context, until, wake);
    }

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
