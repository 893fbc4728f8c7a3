using DataAggregator.Core.Records;

namespace DataAggregator.Core.Connectors;

/// <summary>One segment to be delivered.</summary>
public sealed record SegmentWrite
{
    /// <summary>Its id, which the destination's ledger is kept by.</summary>
    public required SegmentId Id { get; init; }

    /// <summary>The delivery it belongs to.</summary>
    public required WriteTarget Target { get; init; }

    /// <summary>Its batches, each with selection; read once. The destination disposes each batch. Schemas may differ between batches: columns are matched by name.</summary>
    public required IAsyncEnumerable<RecordBatch> Batches { get; init; }

    /// <summary>
    /// Called once, after all batches were taken and before anything of the segment becomes visible; gets the records the destination itself
    /// refused. If it throws (the run was cancelled), nothing is committed.
    /// </summary>
    public required Func<IReadOnlyList<RejectedRecord>, CancellationToken, Task> BeforeCommit { get; init; }
}
