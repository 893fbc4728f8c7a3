namespace DataAggregator.Emulator.Durable;

/// <summary>What happened in an orchestration. The numbers are stored.</summary>
internal enum EventKind
{
    /// <summary>A turn begins; its time is what the orchestrator sees as now.</summary>
    TurnStarted = 1,

    /// <summary>The orchestrator starts with the instance's input.</summary>
    ExecutionStarted = 2,

    /// <summary>An activity was called. Name: activity.</summary>
    TaskScheduled = 3,

    /// <summary>An activity returned. Data: result.</summary>
    TaskCompleted = 4,

    /// <summary>An activity failed. Data: failure details.</summary>
    TaskFailed = 5,

    /// <summary>A sub-orchestration was called. Name: orchestrator; data: its instance id.</summary>
    SubOrchestrationCreated = 6,

    /// <summary>A sub-orchestration returned. Data: result.</summary>
    SubOrchestrationCompleted = 7,

    /// <summary>A sub-orchestration failed. Data: failure details.</summary>
    SubOrchestrationFailed = 8,

    /// <summary>A timer was set. Data: ticks (UTC) when it is due.</summary>
    TimerCreated = 9,

    /// <summary>A timer is due.</summary>
    TimerFired = 10,

    /// <summary>An event came in. Name: event; data: payload.</summary>
    EventRaised = 11,

    /// <summary>An event was sent. Name: event; data: the receiver's instance id.</summary>
    EventSent = 12,

    /// <summary>Nothing is taken in until it is resumed. Data: reason.</summary>
    ExecutionSuspended = 13,

    /// <summary>It goes on. Data: reason.</summary>
    ExecutionResumed = 14,

    /// <summary>It was ended from outside. Data: output.</summary>
    ExecutionTerminated = 15,

    /// <summary>It was ended from outside, with its sub-orchestrations. Data: output.</summary>
    ExecutionTerminatedRecursively = 16,

    /// <summary>It came to its end. Data: output or failure details.</summary>
    ExecutionCompleted = 17,

    /// <summary>Its code ran on after something that was not durable. Data: failure details.</summary>
    ExecutionBroken = 18,
}
