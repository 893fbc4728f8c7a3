using System.Buffers;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>Puts a column together from the rows of several.</summary>
internal sealed class RowChoice(int capacity, int rowCount)
{
    private readonly Vector[] vectors = new Vector[capacity];
    private readonly int[] choices = ArrayPool<int>.Shared.Rent(Math.Max(rowCount, 1));
    private int count;

    /// <summary>Takes those rows from <paramref name="vector"/>, whose reference is taken over.</summary>
    public void Add(Vector vector, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
            choices[row] = count;
        vectors[count++] = vector;
    }

    /// <summary>The column; every one of <paramref name="rows"/> was taken from somewhere.</summary>
    public Column Build(DataType type, ReadOnlySpan<int> rows)
    {
        var result = new ResultBuilder(type, rowCount);
        foreach (var row in rows)
            result.SetFrom(row, vectors[choices[row]]);
        for (var i = 0; i < count; i++)
            vectors[i].Release();
        ArrayPool<int>.Shared.Return(choices);
        return result.Build();
    }
}
