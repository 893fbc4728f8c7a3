namespace DataAggregator.Orchestrations.Runs;

/// <summary>The input of the activity that ends a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Failure">Why it failed, or null.</param>
/// <param name="Cancelled">Whether a user stopped it.</param>
public sealed record FinishInput(string RunId, RunFailure? Failure, bool Cancelled);
