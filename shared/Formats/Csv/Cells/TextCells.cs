using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv.Cells;

/// <summary>Texts of which some need quotes.</summary>
internal sealed class TextCells(BytesColumn column, CsvText text) : CsvCells(column)
{
    protected override void WriteValue(int row, ref TextCursor output) => text.Write(column[row], ref output);
}
