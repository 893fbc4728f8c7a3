using DataAggregator.Core.Pipelines;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>What the orchestrator has to know of the plan; the plan itself stays in the run ledger.</summary>
/// <param name="Partitions">How many there are.</param>
/// <param name="Staged">Whether records are sealed between extract and load.</param>
/// <param name="Writers">The most partitions at work at a time.</param>
/// <param name="Retry">How transient errors are retried.</param>
/// <param name="Gathers">Whether steps need the whole run.</param>
public sealed record PlanOutline(int Partitions, bool Staged, int Writers, RetryPolicy Retry, bool Gathers = false)
{
    /// <summary>What becomes of the segments of the source's partitions; null where the steps that need the whole run read the source themselves.</summary>
    internal PartitionMode? Mode => Gathers
        ? Staged ? PartitionMode.Extract : null
        : Staged ? PartitionMode.Stage : PartitionMode.Move;
}
