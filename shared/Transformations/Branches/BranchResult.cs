using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Branches;

/// <summary>What a branch made of its records.</summary>
/// <param name="Batch">The records; the receiver disposes it.</param>
/// <param name="Parents">Which row of the conditional's input each row came of, where some step made several records of one; else rows kept their numbers.</param>
/// <param name="Rejected">Records that failed a rule.</param>
/// <param name="Books">The books of the steps.</param>
internal sealed record BranchResult(RecordBatch Batch, int[]? Parents, IReadOnlyList<RejectedRecord> Rejected, IReadOnlyList<StepBooks> Books)
{
    /// <summary>The row of the conditional's input that a row came of.</summary>
    public int ParentOf(int row) => Parents is null ? row : Parents[row];
}
