using DataAggregator.Core.Pipelines;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>The input of <see cref="PartitionOrchestrator"/>.</summary>
/// <param name="Generation">The run, and the epoch that works on it.</param>
/// <param name="Partition">The partition, or the first of several.</param>
/// <param name="EndPartition">The partition before which to stop.</param>
/// <param name="Mode">What becomes of the segments.</param>
/// <param name="Retry">How transient errors are retried.</param>
/// <param name="NextSegment">The first segment that is still to be done.</param>
/// <param name="Segments">How many there are, where that is known: of those to be loaded.</param>
/// <param name="Writers">The most of those loaded at a time.</param>
public sealed record PartitionInput(
    RunGeneration Generation, int Partition, int EndPartition, PartitionMode Mode, RetryPolicy Retry, int NextSegment = 0, int Segments = 0, int Writers = 1);
