namespace DataAggregator.Core.Runs;

/// <summary>The run was taken over by a later epoch: whoever gets this may write nothing more for it.</summary>
/// <param name="runId">The run.</param>
/// <param name="epoch">The epoch that wanted to write.</param>
public sealed class RunSupersededException(string runId, int epoch) : Exception($"Run {runId} was taken over; epoch {epoch} may no longer write.");
