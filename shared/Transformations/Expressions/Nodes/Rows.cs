using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>Narrows lists of rows.</summary>
internal static class Rows
{
    /// <summary>Keeps those of the first <paramref name="count"/> rows whose value is <paramref name="wanted"/>.</summary>
    /// <returns>How many there are.</returns>
    public static int Keep(int[] rows, int count, ReadOnlySpan<bool> values, bool wanted)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var row = rows[i];
            rows[kept] = row;
            kept += values[row] == wanted ? 1 : 0;
        }

        return kept;
    }

    /// <summary>Splits rows into those where a condition is true, and the others: false, null, or failed.</summary>
    /// <returns>How many are true.</returns>
    public static int Split(Vector condition, ReadOnlySpan<int> rows, Span<int> matching, Span<int> others)
    {
        var values = ((FixedColumn<bool>)condition.Column).Values;
        var allPresent = condition.Column.AllPresent;
        var (yes, no) = (0, 0);
        foreach (var row in rows)
        {
            if (values[row & condition.Mask] && (allPresent || condition.IsPresent(row)))
                matching[yes++] = row;
            else
                others[no++] = row;
        }

        return yes;
    }
}
