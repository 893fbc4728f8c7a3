using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>Adds the numbers of columns to totals.</summary>
internal static class NumberReading
{
    // The squares of smaller integers, as many as a batch may have, fit 128 bits.
    private const long Small = 1L << 48;

    public static void Add(NumberTotals totals, FixedColumn<long> column, ProfiledRows rows)
    {
        var values = column.Values;
        var (count, min, max, sum, squares) = (0L, long.MaxValue, long.MinValue, Int128.Zero, UInt128.Zero);
        for (var k = 0; k < rows.Count; k++)
        {
            var row = rows[k];
            if (!column.IsPresent(row))
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
            squares += Square(value);
        }

        if (count > 0)
            totals.Of(0).Add(count, min, max, sum, squares);
    }

    public static void Add(NumberTotals totals, DecimalColumn column, ProfiledRows rows)
    {
        var values = column.Values;
        var (scale, ofScale) = (-1, (ScaleTotals?)null);
        for (var k = 0; k < rows.Count; k++)
        {
            var row = rows[k];
            if (!column.IsPresent(row))
                continue;
            ref readonly var value = ref values[row];
            if (value.Scale != scale)
                (scale, ofScale) = (value.Scale, totals.Of(value.Scale));
            ofScale!.Add(value.Unscaled);
        }
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

    private static UInt128 Square(long value)
    {
        var high = Math.BigMul(value, value, out long low);
        return new UInt128((ulong)high, (ulong)low);
    }
}
