using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>The bounds of dates, times or instants, in the column's own unit.</summary>
internal sealed class TimeTotals
{
    public long Count { get; private set; }

    public long Min { get; private set; } = long.MaxValue;

    public long Max { get; private set; } = long.MinValue;

    public void Add(FixedColumn<long> column, ProfiledRows rows)
    {
        var values = column.Values;
        for (var k = 0; k < rows.Count; k++)
        {
            var row = rows[k];
            if (!column.IsPresent(row))
                continue;
            Count++;
            Min = Math.Min(Min, values[row]);
            Max = Math.Max(Max, values[row]);
        }
    }

    public void Merge(TimeTotals other)
    {
        Count += other.Count;
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(Min);
        writer.Write(Max);
    }

    public static TimeTotals Read(BinaryReader reader) => new() { Count = reader.ReadInt64(), Min = reader.ReadInt64(), Max = reader.ReadInt64() };
}
