using System.Buffers;

namespace DataAggregator.Core.Records;

/// <summary>A column of values of one fixed width.</summary>
/// <typeparam name="T">
/// <see cref="bool"/> for bool; <see cref="long"/> for int64, date, time, timestamp and local_timestamp; <see cref="double"/> for double.
/// </typeparam>
public sealed class FixedColumn<T> : Column
    where T : unmanaged
{
    private T[] values;

    /// <summary>Takes over <paramref name="values"/>, an array rented from <see cref="ArrayPool{T}.Shared"/> of at least <paramref name="length"/> items.</summary>
    public FixedColumn(DataType type, T[] values, int length, Bitmap? nulls = null, Bitmap? absent = null)
        : base(type, length, nulls, absent) => this.values = values;

    /// <summary>The values; those of null and absent rows are meaningless.</summary>
    public ReadOnlySpan<T> Values => values.AsSpan(0, Length);

    /// <inheritdoc/>
    public override long SizeInBytes => (long)Length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows)
    {
        var taken = ArrayPool<T>.Shared.Rent(Math.Max(rows.Length, 1));
        var source = Values;
        for (var i = 0; i < rows.Length; i++)
            taken[i] = source[rows[i]];
        return new FixedColumn<T>(Type, taken, rows.Length, Bitmap.Take(Nulls, rows), Bitmap.Take(Absent, rows));
    }

    private protected override void ReturnBuffers()
    {
        ArrayPool<T>.Shared.Return(values);
        values = [];
    }
}
