using System.IO.Compression;

namespace DataAggregator.Core.Records;

/// <summary>
/// Writes batches as a segment: a mark, one block a batch, a block with the <see cref="SegmentFooter"/>, and where that begins.
/// Every byte is covered by a checksum. Batches may have different schemas; rows that are not selected are left out, and the ordinals of
/// the others are kept.
/// </summary>
/// <param name="output">Gets the segment; stays open.</param>
/// <param name="compression">Whether blocks are compressed.</param>
public sealed class SegmentWriter(Stream output, SegmentCompression compression)
{
    internal const int TrailerBytes = 20;

    private readonly SegmentContent content = new();
    private Schema? schema;
    private byte[] compressed = [];
    private long written;
    private int blocks;
    private bool isComplete;

    /// <summary>Records written.</summary>
    public long Records { get; private set; }

    /// <summary>Bytes written to the output so far.</summary>
    public long Bytes => written;

    internal static ReadOnlySpan<byte> Mark => "DASEG\0\0\u0001"u8;

    internal static ReadOnlySpan<byte> EndMark => "DASEGEND"u8;

    /// <summary>Writes the selected rows of a batch. The caller keeps, and disposes, the batch.</summary>
    public async ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(isComplete, this);
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        content.Clear();
        BatchCodec.Write(content, batch);
        schema = schema?.Union(batch.Schema) ?? batch.Schema;
        Records += batch.Count;
        await WriteBlockAsync(SegmentBlock.BlockKind.Batch, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the footer; the segment is then whole, and the output flushed.</summary>
    /// <param name="position">Where the source goes on after this segment; null at the partition's end.</param>
    /// <param name="details">What is to be found again with the segment; null for nothing.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async Task CompleteAsync(string? position, byte[]? details, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(isComplete, this);
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        isComplete = true;
        content.Clear();
        content.WriteSchema(schema ?? Schema.Empty);
        content.WriteInt64(Records);
        content.WriteInt32(blocks);
        content.WriteText(position);
        content.WriteBytes(details);
        var footerStart = written;
        await WriteBlockAsync(SegmentBlock.BlockKind.Footer, cancellationToken).ConfigureAwait(false);
        content.Clear();
        content.WriteInt64(footerStart);
        content.WriteInt32((int)Crc32C.Append(0, content.Written.Span));
        content.WriteRaw(EndMark);
        await WriteAsync(content.Written, cancellationToken).ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (written == 0)
            await WriteAsync(Mark.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteBlockAsync(SegmentBlock.BlockKind kind, CancellationToken cancellationToken)
    {
        var stored = content.Written;
        var isCompressed = compression == SegmentCompression.Brotli && TryCompress(ref stored);
        var header = new byte[SegmentBlock.HeaderBytes];
        SegmentBlock.Write(kind, isCompressed, blocks++, content.Written.Length, stored.Span, header);
        await WriteAsync(header, cancellationToken).ConfigureAwait(false);
        await WriteAsync(stored, cancellationToken).ConfigureAwait(false);
    }

    private bool TryCompress(ref ReadOnlyMemory<byte> stored)
    {
        if (compressed.Length < stored.Length)
            compressed = new byte[stored.Length];
        // What does not get smaller is stored as it is.
        if (!BrotliEncoder.TryCompress(stored.Span, compressed.AsSpan(0, stored.Length), out var length, quality: 1, window: 18))
            return false;
        stored = compressed.AsMemory(0, length);
        return true;
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        written += bytes.Length;
    }
}
