namespace DataAggregator.Orchestrations.Runs;

/// <summary>The input of the activity that ends a run.</summary>
/// <param name="Generation">The run, and the epoch that works on it.</param>
/// <param name="Failure">Why it failed, or null.</param>
/// <param name="Cancelled">Whether a user stopped it.</param>
public sealed record FinishInput(RunGeneration Generation, RunFailure? Failure, bool Cancelled);
