using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>
/// An order of everything that a list may hold: numbers, then texts, false and true, objects and lists by their JSON, nulls. What is equal in it comes in the order of the list.
/// </summary>
/// <param name="list">The JSON of the list.</param>
/// <param name="left">Buffers of the function's own.</param>
/// <param name="right">As <paramref name="left"/>.</param>
internal readonly struct ListOrder(byte[] list, Scratch left, Scratch right) : IComparer<(int Start, int End)>
{
    /// <inheritdoc/>
    public int Compare((int Start, int End) x, (int Start, int End) y)
    {
        var order = CompareValues(x, y);
        return order != 0 ? order : x.Start.CompareTo(y.Start);
    }

    /// <summary>As the other overload, zero for items that are equal.</summary>
    public int CompareValues((int Start, int End) x, (int Start, int End) y) => Compare(list.AsSpan(x.Start..x.End), list.AsSpan(y.Start..y.End), left, right);

    /// <summary>The order of two items, each as JSON.</summary>
    public static int Compare(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, Scratch left, Scratch right)
    {
        var first = Value.OfJson(x, left);
        var second = Value.OfJson(y, right);
        var (rank, other) = (Rank(first.Kind), Rank(second.Kind));
        if (rank != other)
            return rank.CompareTo(other);
        return first.Kind switch
        {
            ValueKind.Number => first.Number.CompareTo(second.Number),
            ValueKind.Bool => first.Long.CompareTo(second.Long),
            _ => first.Bytes.SequenceCompareTo(second.Bytes),
        };
    }

    private static int Rank(ValueKind kind) => kind switch
    {
        ValueKind.Number => 0,
        ValueKind.HugeNumber => 1,
        ValueKind.Text => 2,
        ValueKind.Bool => 3,
        ValueKind.Structure => 4,
        _ => 5,
    };
}
