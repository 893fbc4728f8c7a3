using System.Runtime.CompilerServices;

namespace DataAggregator.Core.Records;

/// <summary>Builds a <see cref="FixedColumn{T}"/>.</summary>
/// <typeparam name="T">As of <see cref="FixedColumn{T}"/>.</typeparam>
public sealed class FixedBuilder<T> : ColumnBuilder
    where T : unmanaged
{
    private readonly int capacity;
    private T[] values = [];

    /// <summary>A builder with room for <paramref name="capacity"/> rows before it grows.</summary>
    public FixedBuilder(DataType type, int capacity = 1024)
        : base(type) => this.capacity = Math.Max(capacity, 1);

    /// <inheritdoc/>
    public override long SizeInBytes => (long)Count * Unsafe.SizeOf<T>();

    /// <summary>Appends a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(T value)
    {
        if (Count == values.Length)
            Grow(ref values, Count, Count + 1, capacity);
        values[Count++] = value;
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        var (nulls, absent) = TakeBitmaps();
        var column = new FixedColumn<T>(Type, values, Count, nulls, absent);
        values = [];
        Count = 0;
        return column;
    }

    private protected override void AppendDefault() => Append(default);

    private protected override void AppendValue(Column source, int row) => Append(((FixedColumn<T>)source).Values[row]);
}
