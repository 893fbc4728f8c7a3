using System.Runtime.CompilerServices;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using Microsoft.DurableTask;
using RetryPolicy = DataAggregator.Core.Pipelines.RetryPolicy;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Calls activities from an orchestrator, retrying transient failures by the pipeline's policy with durable timers.</summary>
internal static class DurableCalls
{
    // How many calls of an orchestration wait for their next attempt.
    private static readonly ConditionalWeakTable<TaskOrchestrationContext, StrongBox<int>> Waiting = [];

    /// <summary>How the platform's own stores are waited for, whatever the pipeline says of its sources and destinations: for a quarter of an hour.</summary>
    public static RetryPolicy UntilBack { get; } = new() { MaxRetries = 20, MaxDelaySeconds = 60 };

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
        var (failures, absences) = (0, 0);
        while (true)
        {
            var outcome = await TryAsync<T>(context, activity, input);
            retry = outcome.Retry ?? retry;
            if (outcome.Order != RunOrder.GoOn)
                throw new RunStoppedException(null, outcome.Order);
            if (outcome.Failure is not { } failure)
                return outcome.Value!;
            var (policy, attempt) = failure.Code == StoreUnavailableException.Code ? (UntilBack, ++absences) : (retry, ++failures);
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

    /// <summary>Whether any call of the orchestration waits for its next attempt.</summary>
    public static bool IsWaiting(this TaskOrchestrationContext context) => Waiting.GetOrCreateValue(context).Value > 0;

    /// <summary>Has all calls of the orchestration that wait try at once, and so hear that the run is to stop: an event from outside has woken one of them only.</summary>
    public static void WakeWaiting(this TaskOrchestrationContext context)
    {
        for (var left = Waiting.GetOrCreateValue(context).Value; left > 0; left--)
            context.SendEvent(context.InstanceId, RunGeneration.Wake, true);
    }

    /// <summary>Waits before the next attempt, or until something is asked of the run.</summary>
    private static async Task WaitAsync(TaskOrchestrationContext context, RunGeneration generation, TimeSpan delay, RunFailure failure, bool isEnding)
    {
        var until = context.CurrentUtcDateTime + delay;
        // Whether it could be shown does not matter: the store that is away may be the very reason for the retry.
        var shown = await TryAsync<bool>(context, nameof(Activities.MarkRetrying), new RetryWait(generation, new DateTimeOffset(until, TimeSpan.Zero), failure.Message, failure.Code, failure.Step, delay));
        if (shown.Order == RunOrder.Superseded || (!isEnding && shown.Order != RunOrder.GoOn))
            throw new RunStoppedException(null, shown.Order);
        var waiting = Waiting.GetOrCreateValue(context);
        waiting.Value++;
        try
        {
            await context.WaitForExternalEvent<bool>(RunGeneration.Wake, until - context.CurrentUtcDateTime);
        }
        catch (OperationCanceledException)
        {
            // Nothing came: the time is up.
        }
        finally
        {
            waiting.Value--;
        }
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
