namespace DataAggregator.Emulator.Durable;

/// <summary>One event of an orchestration's history, or a message that becomes one when its instance takes it in.</summary>
/// <param name="Kind">What happened; says what <paramref name="Name"/> and <paramref name="Data"/> mean.</param>
/// <param name="At">When, in ticks of UTC.</param>
/// <param name="TaskId">The number of the call it belongs to, or -1.</param>
/// <param name="Name">Of an activity, orchestrator or event.</param>
/// <param name="Data">Serialized input, result, payload or failure.</param>
internal sealed record HistoryEvent(EventKind Kind, long At, int TaskId = -1, string? Name = null, string? Data = null);
