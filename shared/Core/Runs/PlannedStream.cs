namespace DataAggregator.Core.Runs;

/// <summary>The stream of a source that is read incrementally, as the run was planned.</summary>
/// <param name="Name">What its state is kept under.</param>
/// <param name="CursorField">The field that is followed, if any.</param>
/// <param name="BaseVersion">The version of the state that the plan was made with; 0 without one.</param>
/// <param name="IsFull">Whether everything is read: a first load or a full refresh.</param>
/// <param name="Commits">Whether the state moves at the end: not that of a dry or limited run, nor of a backfill.</param>
public sealed record PlannedStream(string Name, string? CursorField, int BaseVersion, bool IsFull, bool Commits);
