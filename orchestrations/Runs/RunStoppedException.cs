namespace DataAggregator.Orchestrations.Runs;

/// <summary>Leaves an orchestrator's work because the run cannot go on: it failed for good, or (without a failure) a user cancelled it.</summary>
internal sealed class RunStoppedException(RunFailure? failure) : Exception(failure?.Message ?? "The run was cancelled.")
{
    public RunFailure? Failure { get; } = failure;
}
