using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>The numbers of a decimal column.</summary>
internal readonly ref struct Decimals(Vector vector) : INumbers
{
    private readonly ReadOnlySpan<Decimal38> values = ((DecimalColumn)vector.Column).Values;
    private readonly int mask = vector.Mask;

    public Decimal38 this[int row] => values[row & mask];
}
