using System.Buffers.Binary;
using System.IO.Compression;

namespace DataAggregator.Core.Records;

/// <summary>
/// One block of a segment: a header of 20 bytes (kind, compression, number, length of the content, length as stored, checksum of header
/// and content), then the content. Little-endian throughout.
/// </summary>
internal readonly record struct SegmentBlock(SegmentBlock.BlockKind Kind, bool IsCompressed, int Number, int Length, int StoredLength, uint Checksum)
{
    public const int HeaderBytes = 20;
    public const int MaxBytes = 1 << 30;

    public enum BlockKind : byte
    {
        Batch = 1,
        Footer = 2,
    }

    public static SegmentBlock ReadHeader(ReadOnlySpan<byte> header)
    {
        var block = new SegmentBlock(
            (BlockKind)header[0], header[1] == 1, BinaryPrimitives.ReadInt32LittleEndian(header[4..]), BinaryPrimitives.ReadInt32LittleEndian(header[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[12..]), BinaryPrimitives.ReadUInt32LittleEndian(header[16..]));
        if (block.Length is < 0 or > MaxBytes || block.StoredLength is < 0 or > MaxBytes)
            throw new SegmentDamagedException("A block of the segment has an impossible length.");
        return block;
    }

    /// <summary>The header of a block with that content.</summary>
    public static SegmentBlock Write(BlockKind kind, bool isCompressed, int number, int length, ReadOnlySpan<byte> stored, Span<byte> header)
    {
        header.Clear();
        header[0] = (byte)kind;
        header[1] = isCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], number);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], stored.Length);
        var checksum = ChecksumOf(header, stored);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], checksum);
        return new SegmentBlock(kind, isCompressed, number, length, stored.Length, checksum);
    }

    /// <summary>Checks the stored bytes against the header, and gives the content.</summary>
    /// <exception cref="SegmentDamagedException">They are not what was written.</exception>
    public ReadOnlySpan<byte> Open(ReadOnlySpan<byte> header, ReadOnlySpan<byte> stored, ref byte[] scratch)
    {
        if (ChecksumOf(header, stored) != Checksum)
            throw new SegmentDamagedException($"The checksum of block {Number} of the segment is wrong.");
        if (!IsCompressed)
            return stored;
        if (scratch.Length < Length)
            scratch = new byte[Length];
        if (!BrotliDecoder.TryDecompress(stored, scratch, out var written) || written != Length)
            throw new SegmentDamagedException($"Block {Number} of the segment cannot be decompressed.");
        return scratch.AsSpan(0, Length);
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> header, ReadOnlySpan<byte> stored) => Crc32C.Append(Crc32C.Append(0, header[..16]), stored);
}
