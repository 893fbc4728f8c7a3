using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>The numbers of an int64 column.</summary>
internal readonly ref struct Integers(Vector vector) : INumbers
{
    private readonly ReadOnlySpan<long> values = ((FixedColumn<long>)vector.Column).Values;
    private readonly int mask = vector.Mask;

    public Decimal38 this[int row] => Decimal38.FromInt64(values[row & mask]);
}
