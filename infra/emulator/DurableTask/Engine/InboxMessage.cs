namespace DataAggregator.Emulator.Durable;

/// <summary>A message that waits for its instance.</summary>
/// <param name="Id">Its row.</param>
/// <param name="ExecutionId">The execution it is for, or null for whichever there is.</param>
/// <param name="Event">What it becomes in the history.</param>
internal sealed record InboxMessage(long Id, string? ExecutionId, HistoryEvent Event);
