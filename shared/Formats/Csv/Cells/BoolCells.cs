using DataAggregator.Core.Records;

namespace DataAggregator.Formats.Csv.Cells;

/// <summary><c>true</c> and <c>false</c>.</summary>
internal sealed class BoolCells(FixedColumn<bool> column, CsvText text) : ScalarCells(column, text)
{
    protected override int Format(int row, Span<byte> target)
    {
        var word = column.Values[row] ? "true"u8 : "false"u8;
        word.CopyTo(target);
        return word.Length;
    }
}
