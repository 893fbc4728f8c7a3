using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>What a chain of steps made of one batch.</summary>
/// <param name="Batch">The records that go on; may be empty. The receiver disposes it.</param>
/// <param name="Rejected">Records that failed a rule, as read, with the reason.</param>
public sealed record TransformResult(RecordBatch Batch, IReadOnlyList<RejectedRecord> Rejected);
