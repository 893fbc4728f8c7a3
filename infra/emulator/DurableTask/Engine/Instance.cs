using Microsoft.DurableTask.Client;

namespace DataAggregator.Emulator.Durable;

/// <summary>The row of an orchestration instance. Times are ticks of UTC.</summary>
internal sealed record Instance(string InstanceId, string ExecutionId, string Name, string Version)
{
    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Pending;

    public long CreatedAt { get; init; }

    public long UpdatedAt { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    public string? Failure { get; init; }

    public string? Tags { get; init; }

    public ParentCall? Parent { get; init; }

    public bool HasEnded => HasEndedIn(Status);

    public static bool HasEndedIn(OrchestrationRuntimeStatus status)
        => status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}
