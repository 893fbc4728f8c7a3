using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace DataAggregator.Core.Records;

/// <summary>Builds a <see cref="BytesColumn"/>. It is also a buffer writer: bytes advanced and then closed by <see cref="EndValue"/> are one row.</summary>
public sealed class BytesBuilder : ColumnBuilder, IBufferWriter<byte>
{
    private readonly int capacity;
    private byte[] data = [];
    private int[] offsets = [];
    private int bytesRoom;
    private int rowsRoom;
    private int end;

    /// <summary>A builder with room for <paramref name="capacity"/> rows before it grows.</summary>
    public BytesBuilder(DataType type, int capacity = 1024)
        : base(type)
    {
        this.capacity = Math.Max(capacity, 1);
        (bytesRoom, rowsRoom) = (this.capacity * 8, this.capacity);
    }

    /// <inheritdoc/>
    public override long SizeInBytes => end + ((long)Count * sizeof(int));

    /// <summary>Appends a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(ReadOnlySpan<byte> value)
    {
        if (value.Length > data.Length - end)
            Grow(ref data, end, end + value.Length, bytesRoom);
        value.CopyTo(data.AsSpan(end));
        end += value.Length;
        EndValue();
    }

    /// <summary>Appends a value that stands in a buffer, of which 32 bytes from its beginning on can be read whatever its length: a short one takes a single move.</summary>
    /// <param name="first">Its first byte.</param>
    /// <param name="length">Its length.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AppendPadded(ref byte first, int length)
    {
        if (length > Vector256<byte>.Count || data.Length - end < Vector256<byte>.Count || Count + 2 > offsets.Length)
        {
            Append(MemoryMarshal.CreateReadOnlySpan(ref first, length));
            return;
        }

        Vector256.LoadUnsafe(ref first).StoreUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(data), end));
        end += length;
        offsets[++Count] = end;
    }

    /// <summary>Appends a text as UTF-8.</summary>
    public void Append(string value)
    {
        end += Encoding.UTF8.GetBytes(value, GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length)));
        EndValue();
    }

    /// <summary>Makes all bytes written since the last row a row.</summary>
    public void EndValue()
    {
        if (Count + 2 > offsets.Length)
            GrowOffsets();
        offsets[++Count] = end;
    }

    /// <inheritdoc/>
    public void Advance(int count) => end += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(ref data, end, end + Math.Max(sizeHint, 1), bytesRoom);
        return data.AsMemory(end);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(ref data, end, end + Math.Max(sizeHint, 1), bytesRoom);
        return data.AsSpan(end);
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        var (nulls, absent) = TakeBitmaps();
        if (Count == 0)
            GrowOffsets();
        var column = new BytesColumn(Type, data, offsets, Count, nulls, absent);
        (bytesRoom, rowsRoom) = (Math.Max(end, capacity * 8), Math.Max(Count, capacity));
        (data, offsets) = ([], []);
        end = 0;
        Count = 0;
        return column;
    }

    private protected override void AppendDefault() => EndValue();

    private protected override void AppendValue(Column source, int row) => Append(((BytesColumn)source)[row]);

    private void GrowOffsets()
    {
        var isFirst = offsets.Length == 0;
        Grow(ref offsets, isFirst ? 0 : Count + 1, Count + 2, rowsRoom + 1);
        if (isFirst)
            offsets[0] = 0;
    }
}
