using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>Adds the numbers of columns to totals. The loops are compiled at full optimisation at once: a run may be over before the runtime would get to them.</summary>
internal static class NumberReading
{
    // As many sums of smaller integers, and of their squares, as a batch may have rows fit 64 and 128 bits.
    private const long Small = 1L << 32;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(NumberTotals totals, FixedColumn<long> column, ProfiledRows rows)
    {
        var values = column.Values;
        var allPresent = column.AllPresent;
        var (count, min, max, sum, squares) = (0L, long.MaxValue, long.MinValue, 0L, UInt128.Zero);
        for (var k = 0; k < rows.Count; k++)
        {
            var row = rows[k];
            if (!allPresent && !column.IsPresent(row))
                continue;
            var value = values[row];
            if (value is >= Small or <= -Small)
            {
                totals.Of(0).Add(value);
                continue;
            }

            count++;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            sum += value;
            squares += Math.BigMul((ulong)Math.Abs(value), (ulong)Math.Abs(value));
        }

        if (count > 0)
            totals.Of(0).Add(count, min, max, sum, squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(NumberTotals totals, DecimalColumn column, ProfiledRows rows)
    {
        var values = column.Values;
        var allPresent = column.AllPresent;
        var scale = -1;
        var (count, min, max, sum, squares) = (0L, long.MaxValue, long.MinValue, 0L, UInt128.Zero);
        for (var k = 0; k < rows.Count; k++)
        {
            var row = rows[k];
            if (!allPresent && !column.IsPresent(row))
                continue;
            ref readonly var decimals = ref values[row];
            if (decimals.Scale != scale)
            {
                if (count > 0)
                    totals.Of(scale).Add(count, min, max, sum, squares);
                scale = decimals.Scale;
                (count, min, max, sum, squares) = (0L, long.MaxValue, long.MinValue, 0L, UInt128.Zero);
            }

            var unscaled = decimals.Unscaled;
            var value = (long)unscaled;
            if (value != unscaled || value is >= Small or <= -Small)
            {
                totals.Of(scale).Add(unscaled);
                continue;
            }

            count++;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            sum += value;
            squares += Math.BigMul((ulong)Math.Abs(value), (ulong)Math.Abs(value));
        }

        if (count > 0)
            totals.Of(scale).Add(count, min, max, sum, squares);
    }

    public static void Add(DoubleTotals totals, FixedColumn<double> column, ProfiledRows rows)
    {
        var values = column.Values;
        for (var k = 0; k < rows.Count; k++)
        {
            if (column.IsPresent(rows[k]))
                totals.Add(values[rows[k]]);
        }
    }
}
