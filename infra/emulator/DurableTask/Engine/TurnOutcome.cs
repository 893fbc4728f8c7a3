using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Emulator.Durable;

/// <summary>What a turn decided.</summary>
/// <param name="Status">Where the instance stands after it.</param>
/// <param name="Calls">New calls, in order.</param>
internal sealed record TurnOutcome(OrchestrationRuntimeStatus Status, IReadOnlyList<ScheduledCall> Calls)
{
    /// <summary>The serialized output of an instance that has ended.</summary>
    public string? Output { get; init; }

    /// <summary>Why it failed.</summary>
    public TaskFailureDetails? Failure { get; init; }

    /// <summary>How it starts over, if it does.</summary>
    public NextExecution? Next { get; init; }

    /// <summary>The custom status, if the orchestrator has set it.</summary>
    public (bool IsSet, string? Value) CustomStatus { get; init; }

    /// <summary>The numbers of timers that were cancelled.</summary>
    public IReadOnlyCollection<int> CancelledTimers { get; init; } = [];

    /// <summary>The ids of sub-orchestrations that have to be terminated too.</summary>
    public IReadOnlyList<string> TerminatedChildren { get; init; } = [];

    public bool HasEnded => Instance.HasEndedIn(Status);
}
