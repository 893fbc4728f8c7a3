using System.Buffers;

namespace DataAggregator.Core.Records;

/// <summary>A column of values of varying width: string and json as UTF-8, binary as it is. Row <c>i</c> is the bytes between offsets <c>i</c> and <c>i + 1</c>.</summary>
public sealed class BytesColumn : Column
{
    private byte[] data;
    private int[] offsets;

    /// <summary>Takes over both arrays, rented from <see cref="ArrayPool{T}.Shared"/>; <paramref name="offsets"/> has <paramref name="length"/> + 1 items.</summary>
    public BytesColumn(DataType type, byte[] data, int[] offsets, int length, Bitmap? nulls = null, Bitmap? absent = null)
        : base(type, length, nulls, absent)
    {
        this.data = data;
        this.offsets = offsets;
    }

    /// <summary>The bytes of all rows, one after the other.</summary>
    public ReadOnlySpan<byte> Data => data.AsSpan(0, offsets[Length]);

    /// <summary>Where each row begins, and after them where the last one ends.</summary>
    public ReadOnlySpan<int> Offsets => offsets.AsSpan(0, Length + 1);

    /// <inheritdoc/>
    public override long SizeInBytes => offsets[Length] + ((long)Length * sizeof(int));

    /// <summary>The bytes of a row; empty for a null or absent one.</summary>
    public ReadOnlySpan<byte> this[int row] => data.AsSpan(offsets[row], offsets[row + 1] - offsets[row]);

    /// <summary>The bytes of a row as memory, valid until the column's last release.</summary>
    public ReadOnlyMemory<byte> MemoryAt(int row) => data.AsMemory(offsets[row], offsets[row + 1] - offsets[row]);

    /// <summary>The same value in every row.</summary>
    public static BytesColumn Repeat(DataType type, ReadOnlySpan<byte> value, int rows)
    {
        var data = ArrayPool<byte>.Shared.Rent(Math.Max(checked(value.Length * rows), 1));
        var offsets = ArrayPool<int>.Shared.Rent(rows + 1);
        offsets[0] = 0;
        for (var row = 0; row < rows; row++)
        {
            value.CopyTo(data.AsSpan(offsets[row]));
            offsets[row + 1] = offsets[row] + value.Length;
        }

        return new BytesColumn(type, data, offsets, rows);
    }

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows)
    {
        var size = 0;
        foreach (var row in rows)
            size = checked(size + offsets[row + 1] - offsets[row]);
        var takenData = ArrayPool<byte>.Shared.Rent(Math.Max(size, 1));
        var takenOffsets = ArrayPool<int>.Shared.Rent(rows.Length + 1);
        takenOffsets[0] = 0;
        var end = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var value = this[rows[i]];
            value.CopyTo(takenData.AsSpan(end));
            end += value.Length;
            takenOffsets[i + 1] = end;
        }

        return new BytesColumn(Type, takenData, takenOffsets, rows.Length, Bitmap.Take(Nulls, rows), Bitmap.Take(Absent, rows));
    }

    private protected override void ReturnBuffers()
    {
        ArrayPool<byte>.Shared.Return(data);
        ArrayPool<int>.Shared.Return(offsets);
        data = [];
        offsets = [];
    }
}
