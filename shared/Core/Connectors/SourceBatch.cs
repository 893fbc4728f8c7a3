using DataAggregator.Core.Records;

namespace DataAggregator.Core.Connectors;

/// <summary>Records as a source read them. The receiver disposes <see cref="Batch"/>.</summary>
/// <param name="Batch">The records, with partition and ordinals set. Ordinals count rejected records too: where one was rejected in between, its row is left out by the selection.</param>
/// <param name="Position">Where to go on after this batch; null where the source can only stop at the end of its partition.</param>
/// <param name="Rejected">Records that could not be read (a ragged line, a value that does not fit its type).</param>
/// <param name="BytesRead">Bytes of the source that this batch took.</param>
public sealed record SourceBatch(RecordBatch Batch, string? Position, IReadOnlyList<RejectedRecord> Rejected, long BytesRead)
{
    /// <summary>What became of the values of each field in this batch, for the fields of which any was coerced or rejected, as far as the source tells.</summary>
    public IReadOnlyList<FieldCounts> Counts { get; init; } = [];
}
