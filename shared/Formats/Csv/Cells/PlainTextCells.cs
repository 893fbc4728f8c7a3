using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv.Cells;

/// <summary>Texts of which none needs quotes, but the empty ones, which would be null without.</summary>
internal sealed class PlainTextCells(BytesColumn column, CsvText text) : CsvCells(column)
{
    protected override void WriteValue(int row, ref TextCursor output)
    {
        var value = column[row];
        if (value.Length > 0)
            output.Write(value);
        else
            text.Write(value, ref output);
    }
}
