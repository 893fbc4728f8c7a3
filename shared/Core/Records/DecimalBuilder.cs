namespace DataAggregator.Core.Records;

/// <summary>Builds a <see cref="DecimalColumn"/>.</summary>
public sealed class DecimalBuilder : ColumnBuilder
{
    private readonly int capacity;
    private Decimal38[] values = [];

    /// <summary>A builder with room for <paramref name="capacity"/> rows before it grows.</summary>
    public DecimalBuilder(int capacity = 1024)
        : base(DataType.Decimal) => this.capacity = Math.Max(capacity, 1);

    /// <inheritdoc/>
    public override long SizeInBytes => (long)Count * System.Runtime.CompilerServices.Unsafe.SizeOf<Decimal38>();

    /// <summary>Appends a value.</summary>
    public void Append(Decimal38 value)
    {
        if (Count == values.Length)
            Grow(ref values, Count, Count + 1, capacity);
        values[Count++] = value;
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        var (nulls, absent) = TakeBitmaps();
        var column = new DecimalColumn(values, Count, nulls, absent);
        values = [];
        Count = 0;
        return column;
    }

    private protected override void AppendDefault() => Append(default);

    private protected override void AppendValue(Column source, int row) => Append(((DecimalColumn)source).Values[row]);
}
