using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv.Cells;

/// <summary>Values that are short and hold no quotes or line ends.</summary>
internal abstract class ScalarCells(Column column, CsvText text) : CsvCells(column)
{
    private const int Longest = 64;

    protected sealed override void WriteValue(int row, ref TextCursor output)
    {
        var target = output.Room(Longest);
        var written = Format(row, target);
        if (!text.HasNumericSpecial)
        {
            output.Advance(written);
            return;
        }

        Span<byte> copy = stackalloc byte[Longest];
        target[..written].CopyTo(copy);
        text.Write(copy[..written], ref output);
    }

    /// <summary>Formats the value of a row in at most 64 bytes.</summary>
    /// <returns>How many it took.</returns>
    protected abstract int Format(int row, Span<byte> target);
}
