using DataAggregator.Core.Records;

namespace DataAggregator.Formats.Csv.Cells;

/// <summary>Dates, times and instants. Often one follows the same again (the time of the run in every record), which is then copied.</summary>
internal sealed class MomentCells(FixedColumn<long> column, CsvText text) : ScalarCells(column, text)
{
    private readonly byte[] last = new byte[64];
    private long lastValue;
    private int lastLength;

    protected override int Format(int row, Span<byte> target)
    {
        var value = column.Values[row];
        if (lastLength == 0 || value != lastValue)
        {
            lastLength = Iso8601.Format(column.Type, value, last);
            lastValue = value;
        }

        last.AsSpan(0, lastLength).CopyTo(target);
        return lastLength;
    }
}
