using System.Globalization;
using DataAggregator.Core.Records;

namespace DataAggregator.Formats.Csv.Cells;

/// <summary>Binary floating-point numbers, with as many digits as tell them from others.</summary>
internal sealed class DoubleCells(FixedColumn<double> column, CsvText text) : ScalarCells(column, text)
{
    protected override int Format(int row, Span<byte> target)
    {
        column.Values[row].TryFormat(target, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }
}
