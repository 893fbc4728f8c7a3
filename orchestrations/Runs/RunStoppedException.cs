using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Leaves the work on a run because it cannot go on: it failed for good, or (without a failure) it was told to stop.</summary>
internal sealed class RunStoppedException(RunFailure? failure, RunOrder order = RunOrder.GoOn) : Exception(failure?.Message ?? $"The run is to stop: {order}.")
{
    public RunFailure? Failure { get; } = failure;

    /// <summary>What it was told.</summary>
    public RunOrder Order { get; } = order;
}
