using DataAggregator.Core.Runs;
using Microsoft.DurableTask;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// The calls of one orchestration that wait for their next attempt. They share one wait for the event that wakes them: of several waits for an event
/// the engines end only one, and some count those that were given up.
/// </summary>
internal sealed class RetryWaits
{
    private readonly TaskCompletionSource stop = new();
    private Task<bool>? wake;

    /// <summary>How often a call waited for a rate limit that is used up. Failures are few; such waits may be as many as calls.</summary>
    public int ForLimits { get; set; }

    /// <summary>What ends when something is asked of the run, for everyone who has it by then.</summary>
    public Task<bool> Wake(TaskOrchestrationContext context) => wake ??= context.WaitForExternalEvent<bool>(RunGeneration.Wake);

    /// <summary>Ends all waits, and those that would begin.</summary>
    public void Stop() => stop.TrySetResult();

    /// <summary>Waits until a time, or to be woken.</summary>
    /// <exception cref="RunStoppedException">Another call of the orchestration has stopped.</exception>
    public async Task WaitAsync(TaskOrchestrationContext context, DateTime until, Task<bool> woken)
    {
        using var over = new CancellationTokenSource();
        var timer = context.CreateTimer(until, over.Token);
        await Task.WhenAny(timer, woken, stop.Task);
        if (!timer.IsCompleted)
        {
#pragma warning disable CA1849, MA0042 // In line: an orchestrator awaits nothing that is not durable.
            over.Cancel();
#pragma warning restore CA1849, MA0042
        }

        if (woken.IsCompleted && wake == woken)
            wake = null;
        if (stop.Task.IsCompleted)
            throw new RunStoppedException(null, RunOrder.Halt);
    }
}
