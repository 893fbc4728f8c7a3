using System.Buffers;

namespace DataAggregator.Core.Records;

/// <summary>A column of exact decimals, each with the scale it was written with.</summary>
public sealed class DecimalColumn : Column
{
    private Decimal38[] values;

    /// <summary>Takes over <paramref name="values"/>, an array rented from <see cref="ArrayPool{T}.Shared"/> of at least <paramref name="length"/> items.</summary>
    public DecimalColumn(Decimal38[] values, int length, Bitmap? nulls = null, Bitmap? absent = null)
        : base(DataType.Decimal, length, nulls, absent) => this.values = values;

    /// <summary>The values; those of null and absent rows are meaningless.</summary>
    public ReadOnlySpan<Decimal38> Values => values.AsSpan(0, Length);

    /// <inheritdoc/>
    public override long SizeInBytes => (long)Length * System.Runtime.CompilerServices.Unsafe.SizeOf<Decimal38>();

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows)
    {
        var taken = ArrayPool<Decimal38>.Shared.Rent(Math.Max(rows.Length, 1));
        var source = Values;
        for (var i = 0; i < rows.Length; i++)
            taken[i] = source[rows[i]];
        return new DecimalColumn(taken, rows.Length, Bitmap.Take(Nulls, rows), Bitmap.Take(Absent, rows));
    }

    private protected override void ReturnBuffers()
    {
        ArrayPool<Decimal38>.Shared.Return(values);
        values = [];
    }
}
