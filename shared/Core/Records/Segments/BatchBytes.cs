namespace DataAggregator.Core.Records;

/// <summary>Batches as bytes and back, for what never leaves this process: as in a segment, without its marks and checksums. Not for several threads at once.</summary>
public sealed class BatchBytes
{
    private readonly SegmentContent content = new();

    /// <summary>The selected rows of a batch as bytes, valid until the next call. The caller keeps, and disposes, the batch.</summary>
    public ReadOnlySpan<byte> Write(RecordBatch batch)
    {
        content.Clear();
        BatchCodec.Write(content, batch);
        return content.Written.Span;
    }

    /// <summary>The batch that was written. The receiver disposes it.</summary>
    public static RecordBatch Read(ReadOnlySpan<byte> written) => BatchCodec.Read(written);
}
