using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Branches;

/// <summary>Records between two steps of a branch.</summary>
/// <param name="Batch">The records.</param>
/// <param name="Origins">Where they come from.</param>
/// <param name="Parents">Which row of the conditional's input each row came of, where some step made several records of one; else rows kept their numbers.</param>
internal sealed record BranchRecords(RecordBatch Batch, RowOrigins Origins, int[]? Parents)
{
    /// <summary>The row of the conditional's input that a row came of.</summary>
    public int ParentOf(int row) => Parents is null ? row : Parents[row];

    /// <summary>Some of the records, instead of all: this is disposed.</summary>
    /// <param name="first">The number of the first among those in the stream.</param>
    /// <param name="count">How many.</param>
    public BranchRecords Select(int first, int count)
    {
        using (Batch)
            return this with { Batch = Batch.Select([.. Enumerable.Range(first, count).Select(Batch.RowAt)]) };
    }

    /// <summary>What a step made of the records.</summary>
    public BranchRecords Close(StepScope scope, RecordBatch result, List<RejectedRecord> rejected)
    {
        var batch = scope.Close(result, rejected, out var origins);
        var made = scope.OwnParents;
        return new BranchRecords(batch, origins, made is null || Parents is null ? made ?? Parents : [.. made.Select(row => Parents[row])]);
    }
}
