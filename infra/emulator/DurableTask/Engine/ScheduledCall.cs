namespace DataAggregator.Emulator.Durable;

/// <summary>A call that an orchestrator made: an activity, a sub-orchestration, a timer or a sent event.</summary>
/// <param name="Id">Its number, in the order of calls.</param>
/// <param name="Kind">As it stands in the history.</param>
/// <param name="Name">Of the activity, orchestrator or event; null for a timer.</param>
/// <param name="Target">The other instance's id of a sub-orchestration or sent event; the due ticks of a timer.</param>
/// <param name="Payload">Serialized input or event payload; not part of the history.</param>
/// <param name="Version">Of the activity or orchestrator.</param>
/// <param name="Tags">Serialized labels of a sub-orchestration.</param>
internal sealed record ScheduledCall(
    int Id, EventKind Kind, string? Name, string? Target = null, string? Payload = null, string Version = "", string? Tags = null)
{
    /// <summary>The call in words, for messages about non-determinism.</summary>
    public string InWords => Describe(Kind, Name);

    public static string Describe(EventKind kind, string? name) => kind switch
    {
        EventKind.TaskScheduled => $"a call of activity '{name}'",
        EventKind.SubOrchestrationCreated => $"a call of sub-orchestrator '{name}'",
        EventKind.EventSent => $"an event '{name}' to another instance",
        _ => "a timer",
    };

    public HistoryEvent ToEvent(long now) => new(Kind, now, Id, Name, Target);
}
