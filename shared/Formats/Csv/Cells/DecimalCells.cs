using DataAggregator.Core.Records;

namespace DataAggregator.Formats.Csv.Cells;

/// <summary>Exact numbers, with the scale they have.</summary>
internal sealed class DecimalCells(DecimalColumn column, CsvText text) : ScalarCells(column, text)
{
    protected override int Format(int row, Span<byte> target)
    {
        column.Values[row].TryFormat(target, out var written);
        return written;
    }
}
