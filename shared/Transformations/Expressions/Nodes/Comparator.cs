using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>
/// Compares columns by the rules of conditions: typed, ordinal, case-sensitive. Values of different types are not equal and have no order.
/// Null equals null alone, and has no order.
/// </summary>
internal sealed class Comparator
{
    private readonly Scratch leftScratch = new();
    private readonly Scratch rightScratch = new();

    /// <summary>Writes for each of <paramref name="rows"/> whether the relation holds.</summary>
    public void Compare(Vector left, Relation relation, Vector right, ReadOnlySpan<int> rows, bool[] result)
    {
        if (!left.Column.AllPresent || !right.Column.AllPresent)
        {
            CompareValues(left, relation, right, rows, result);
            return;
        }

        switch (left.Column, right.Column)
        {
            case (FixedColumn<long> lefts, FixedColumn<long> rights) when lefts.Type == rights.Type:
                CompareLongs(lefts.Values, left.Mask, relation, rights.Values, right.Mask, rows, result);
                break;
            case (DecimalColumn, DecimalColumn):
                CompareNumbers(new Decimals(left), relation, new Decimals(right), rows, result);
                break;
            case (DecimalColumn, FixedColumn<long> { Type: DataType.Int64 }):
                CompareNumbers(new Decimals(left), relation, new Integers(right), rows, result);
                break;
            case (FixedColumn<long> { Type: DataType.Int64 }, DecimalColumn):
                CompareNumbers(new Integers(left), relation, new Decimals(right), rows, result);
                break;
            case (BytesColumn { Type: DataType.String } lefts, BytesColumn { Type: DataType.String } rights):
                CompareTexts(lefts, left.Mask, relation, rights, right.Mask, rows, result);
                break;
            default:
                CompareValues(left, relation, right, rows, result);
                break;
        }
    }

    /// <summary>How two values stand to each other: negative, zero or positive; null when they have no order.</summary>
    public int? Order(Column left, int leftRow, Column right, int rightRow) =>
        ValueOrder.Compare(Value.At(left, leftRow, leftScratch), Value.At(right, rightRow, rightScratch));

    private void CompareValues(Vector left, Relation relation, Vector right, ReadOnlySpan<int> rows, bool[] result)
    {
        foreach (var row in rows)
        {
            var first = Value.At(left.Column, row & left.Mask, leftScratch);
            var second = Value.At(right.Column, row & right.Mask, rightScratch);
            if (ValueOrder.IsNull(first) || ValueOrder.IsNull(second))
                result[row] = (ValueOrder.IsNull(first) && ValueOrder.IsNull(second)) ? relation == Relation.Equal : relation == Relation.NotEqual;
            else
                result[row] = ValueOrder.Compare(first, second) is { } order ? Holds(relation, order) : relation == Relation.NotEqual;
        }
    }

    private static void CompareLongs(ReadOnlySpan<long> left, int leftMask, Relation relation, ReadOnlySpan<long> right, int rightMask, ReadOnlySpan<int> rows, bool[] result)
    {
        foreach (var row in rows)
            result[row] = Holds(relation, left[row & leftMask].CompareTo(right[row & rightMask]));
    }

    private static void CompareNumbers<TLeft, TRight>(TLeft left, Relation relation, TRight right, ReadOnlySpan<int> rows, bool[] result)
        where TLeft : struct, INumbers, allows ref struct
        where TRight : struct, INumbers, allows ref struct
    {
        foreach (var row in rows)
            result[row] = Holds(relation, left[row].CompareTo(right[row]));
    }

    private static void CompareTexts(BytesColumn left, int leftMask, Relation relation, BytesColumn right, int rightMask, ReadOnlySpan<int> rows, bool[] result)
    {
        if (relation is Relation.Equal or Relation.NotEqual)
        {
            foreach (var row in rows)
                result[row] = left[row & leftMask].SequenceEqual(right[row & rightMask]) == (relation == Relation.Equal);
            return;
        }

        foreach (var row in rows)
            result[row] = Holds(relation, left[row & leftMask].SequenceCompareTo(right[row & rightMask]));
    }

    private static bool Holds(Relation relation, int order) => relation switch
    {
        Relation.Equal => order == 0,
        Relation.NotEqual => order != 0,
        Relation.Less => order < 0,
        Relation.LessOrEqual => order <= 0,
        Relation.Greater => order > 0,
        _ => order >= 0,
    };
}
