using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace DataAggregator.Core.Records;

/// <summary>Reads segments. What is not as it was written is found out before anything of it is handed out.</summary>
public static class SegmentReader
{
    /// <summary>The footer of a sealed segment.</summary>
    /// <param name="segment">The segment, seekable.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="SegmentDamagedException">The segment is damaged or not whole.</exception>
    public static async Task<SegmentFooter> ReadFooterAsync(Stream segment, CancellationToken cancellationToken) =>
        (await OpenAsync(segment, cancellationToken).ConfigureAwait(false)).Footer;

    /// <summary>The batches of a sealed segment, in the order they were written in. The receiver disposes each.</summary>
    /// <param name="segment">The segment, seekable.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="SegmentDamagedException">The segment is damaged or not whole; if a batch is, those before it were handed out.</exception>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(Stream segment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (footer, footerStart, blocks) = await OpenAsync(segment, cancellationToken).ConfigureAwait(false);
        segment.Position = SegmentWriter.Mark.Length;
        var (buffer, scratch) = (Array.Empty<byte>(), Array.Empty<byte>());
        var records = 0L;
        for (var number = 0; number < blocks; number++)
        {
            (var block, buffer) = await ReadBlockAsync(segment, buffer, footerStart, cancellationToken).ConfigureAwait(false);
            if (block.Kind != SegmentBlock.BlockKind.Batch || block.Number != number)
                throw new SegmentDamagedException("The blocks of the segment are not in their order.");
            var batch = BatchCodec.Read(Content(block, buffer, ref scratch));
            records += batch.Count;
            yield return batch;
        }

        if (segment.Position != footerStart || records != footer.Records)
            throw new SegmentDamagedException("The segment does not hold the records that its footer counts.");
    }

    private static async Task<(SegmentFooter Footer, long Start, int Blocks)> OpenAsync(Stream segment, CancellationToken cancellationToken)
    {
        var start = await FooterStartAsync(segment, cancellationToken).ConfigureAwait(false);
        segment.Position = start;
        var end = segment.Length - SegmentWriter.TrailerBytes;
        var (block, buffer) = await ReadBlockAsync(segment, [], end, cancellationToken).ConfigureAwait(false);
        if (block.Kind != SegmentBlock.BlockKind.Footer || segment.Position != end)
            throw new SegmentDamagedException("The segment's footer is not where it should be.");
        byte[] scratch = [];
        var content = new SegmentContentReader(Content(block, buffer, ref scratch));
        var schema = content.ReadSchema();
        var records = content.ReadInt64();
        var blocks = content.ReadInt32();
        var footer = new SegmentFooter(schema, records, content.ReadText(), content.ReadBytes());
        if (!content.IsAtEnd || blocks != block.Number)
            throw SegmentContentReader.Damaged();
        return (footer, start, blocks);
    }

    private static async Task<long> FooterStartAsync(Stream segment, CancellationToken cancellationToken)
    {
        if (segment.Length < SegmentWriter.Mark.Length + SegmentBlock.HeaderBytes + SegmentWriter.TrailerBytes)
            throw new SegmentDamagedException("The segment is not whole.");
        var bytes = new byte[SegmentWriter.TrailerBytes];
        segment.Position = 0;
        await segment.ReadExactlyAsync(bytes.AsMemory(0, SegmentWriter.Mark.Length), cancellationToken).ConfigureAwait(false);
        if (!bytes.AsSpan(0, SegmentWriter.Mark.Length).SequenceEqual(SegmentWriter.Mark))
            throw new SegmentDamagedException("This is not a segment of the version known here.");
        segment.Position = segment.Length - bytes.Length;
        await segment.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        var start = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var isRight = bytes.AsSpan(12).SequenceEqual(SegmentWriter.EndMark) && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)) == Crc32C.Append(0, bytes.AsSpan(0, 8));
        if (!isRight || start < SegmentWriter.Mark.Length || start > segment.Length - bytes.Length - SegmentBlock.HeaderBytes)
            throw new SegmentDamagedException("The segment is not whole.");
        return start;
    }

    private static async Task<(SegmentBlock Block, byte[] Buffer)> ReadBlockAsync(Stream segment, byte[] buffer, long end, CancellationToken cancellationToken)
    {
        if (end - segment.Position < SegmentBlock.HeaderBytes)
            throw new SegmentDamagedException("A block of the segment is missing.");
        if (buffer.Length < SegmentBlock.HeaderBytes)
            buffer = new byte[SegmentBlock.HeaderBytes];
        await segment.ReadExactlyAsync(buffer.AsMemory(0, SegmentBlock.HeaderBytes), cancellationToken).ConfigureAwait(false);
        var block = SegmentBlock.ReadHeader(buffer);
        if (block.StoredLength > end - segment.Position)
            throw new SegmentDamagedException("A block of the segment is longer than the segment.");
        var needed = SegmentBlock.HeaderBytes + block.StoredLength;
        if (buffer.Length < needed)
            Array.Resize(ref buffer, needed);
        await segment.ReadExactlyAsync(buffer.AsMemory(SegmentBlock.HeaderBytes, block.StoredLength), cancellationToken).ConfigureAwait(false);
        return (block, buffer);
    }

    private static ReadOnlySpan<byte> Content(SegmentBlock block, byte[] buffer, ref byte[] scratch) =>
        block.Open(buffer.AsSpan(0, SegmentBlock.HeaderBytes), buffer.AsSpan(SegmentBlock.HeaderBytes, block.StoredLength), ref scratch);
}
