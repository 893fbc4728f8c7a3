using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Collects rows in COPY's binary format in one pooled array that grows to the longest row.</summary>
internal sealed class CopyBuffer(int capacity) : IDisposable
{
    private byte[] data = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>Bytes written so far; set back to drop what was written after.</summary>
    public int Used { get; set; }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => data.AsMemory(0, Used);

    public void WriteInt16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(Reserve(2), value);
        Used += 2;
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Reserve(4), value);
        Used += 4;
    }

    /// <summary>Writes a field of 2 bytes with its length.</summary>
    public void WriteInt16Field(short value)
    {
        var target = Reserve(6);
        BinaryPrimitives.WriteInt32BigEndian(target, 2);
        BinaryPrimitives.WriteInt16BigEndian(target[4..], value);
        Used += 6;
    }

    /// <summary>Writes a field of 4 bytes with its length.</summary>
    public void WriteInt32Field(int value)
    {
        var target = Reserve(8);
        BinaryPrimitives.WriteInt32BigEndian(target, 4);
        BinaryPrimitives.WriteInt32BigEndian(target[4..], value);
        Used += 8;
    }

    /// <summary>Writes a field of 8 bytes with its length.</summary>
    public void WriteInt64Field(long value)
    {
        var target = Reserve(12);
        BinaryPrimitives.WriteInt32BigEndian(target, 8);
        BinaryPrimitives.WriteInt64BigEndian(target[4..], value);
        Used += 12;
    }

    /// <summary>Writes a field of any bytes with its length.</summary>
    public void WriteField(ReadOnlySpan<byte> value)
    {
        var target = Reserve(4 + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(target, value.Length);
        value.CopyTo(target[4..]);
        Used += 4 + value.Length;
    }

    /// <summary>Writes a byte.</summary>
    public void WriteByte(byte value)
    {
        Reserve(1)[0] = value;
        Used++;
    }

    /// <summary>Writes a part of longer bytes. A short one is moved as one word, along with what follows it; the next write overwrites that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ReadOnlySpan<byte> data, int start, int length)
    {
        if (length <= Vector256<byte>.Count && data.Length - start >= Vector256<byte>.Count)
        {
            Vector256.Create(data.Slice(start, Vector256<byte>.Count)).CopyTo(Reserve(Vector256<byte>.Count));
            Used += length;
        }
        else
        {
            Write(data.Slice(start, length));
        }
    }

    /// <summary>Puts a byte in the place of the last one.</summary>
    public void ReplaceLast(byte value) => data[Used - 1] = value;

    /// <summary>Writes bytes as they are.</summary>
    public void Write(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        Used += value.Length;
    }

    /// <summary>Room for at least <paramref name="size"/> bytes behind what was written; what is used of it is added to <see cref="Used"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int size)
    {
        if (data.Length - Used < size)
            Grow(size);
        return data.AsSpan(Used);
    }

    /// <summary>Returns the array; a second call does nothing.</summary>
    public void Dispose()
    {
        if (data.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(data);
        data = [];
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max((long)Used + size, data.Length * 2L), Array.MaxLength));
        data.AsSpan(0, Used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(data);
        data = larger;
    }
}
