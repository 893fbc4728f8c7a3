using System.Buffers.Text;
using DataAggregator.Core.Records;

namespace DataAggregator.Formats.Csv.Cells;

/// <summary>Whole numbers.</summary>
internal sealed class Int64Cells(FixedColumn<long> column, CsvText text) : ScalarCells(column, text)
{
    protected override int Format(int row, Span<byte> target)
    {
        Utf8Formatter.TryFormat(column.Values[row], target, out var written);
        return written;
    }
}
