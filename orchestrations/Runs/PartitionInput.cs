using DataAggregator.Core.Pipelines;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>The input of <see cref="PartitionOrchestrator"/>.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Partition">The partition, or the first of several.</param>
/// <param name="EndPartition">The partition before which to stop.</param>
/// <param name="Staged">Whether records are sealed between extract and load.</param>
/// <param name="Retry">How transient errors are retried.</param>
/// <param name="NextSegment">The first segment that is still to be done.</param>
public sealed record PartitionInput(string RunId, int Partition, int EndPartition, bool Staged, RetryPolicy Retry, int NextSegment = 0);
