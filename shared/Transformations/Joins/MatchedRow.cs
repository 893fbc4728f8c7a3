using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Joins;

/// <summary>A record of the other source, with a reference of its own to its batch.</summary>
internal sealed record MatchedRow(RecordBatch Batch, int Row, long SequenceNumber) : IDisposable
{
    public void Dispose() => Batch.Dispose();
}
