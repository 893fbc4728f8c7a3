using System.Buffers.Text;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv.Cells;

/// <summary>Bytes as base64.</summary>
internal sealed class BinaryCells(BytesColumn column, CsvText text) : CsvCells(column)
{
    protected override void WriteValue(int row, ref TextCursor output)
    {
        var bytes = column[row];
        if (bytes.IsEmpty)
        {
            text.Write([], ref output);
            return;
        }

        Base64.EncodeToUtf8(bytes, output.Room(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        output.Advance(written);
    }
}
