using System.Buffers;

namespace DataAggregator.Transformations.Conditions;

/// <summary>Pooled lists of row numbers.</summary>
internal static class RowBuffer
{
    /// <summary>A list with room for that many rows.</summary>
    public static int[] Rent(int count) => ArrayPool<int>.Shared.Rent(Math.Max(count, 1));

    /// <summary>Gives a list back.</summary>
    public static void Return(int[] rows) => ArrayPool<int>.Shared.Return(rows);

    /// <summary>Writes the rows that are not in <paramref name="taken"/>, both ascending; <paramref name="result"/> may be <paramref name="rows"/>.</summary>
    /// <returns>How many there are.</returns>
    public static int Except(ReadOnlySpan<int> rows, ReadOnlySpan<int> taken, Span<int> result)
    {
        var (count, next) = (0, 0);
        foreach (var row in rows)
        {
            if (next < taken.Length && taken[next] == row)
                next++;
            else
                result[count++] = row;
        }

        return count;
    }
}
