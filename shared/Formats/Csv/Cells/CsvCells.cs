using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv.Cells;

/// <summary>Writes the values of one column of a batch. What can be decided for the whole column is decided once.</summary>
/// <param name="column">The column.</param>
internal abstract class CsvCells(Column column)
{
    private readonly bool allPresent = column.AllPresent;

    /// <summary>The cells of a column.</summary>
    public static CsvCells Of(Column column, CsvText text) => column switch
    {
        BytesColumn { Type: DataType.Binary } binary => new BinaryCells(binary, text),
        BytesColumn texts when text.IsPlain(texts) => new PlainTextCells(texts, text),
        BytesColumn texts => new TextCells(texts, text),
        FixedColumn<long> { Type: DataType.Int64 } integers => new Int64Cells(integers, text),
        FixedColumn<long> moments => new MomentCells(moments, text),
        DecimalColumn decimals => new DecimalCells(decimals, text),
        FixedColumn<bool> bools => new BoolCells(bools, text),
        FixedColumn<double> doubles => new DoubleCells(doubles, text),
        _ => throw new NotSupportedException($"A column of {column.Type} cannot be written as CSV."),
    };

    /// <summary>Writes the value of a row; null and absent are nothing.</summary>
    public void Write(int row, ref TextCursor output)
    {
        if (allPresent || column.IsPresent(row))
            WriteValue(row, ref output);
    }

    /// <summary>Writes the value of a row that has one.</summary>
    protected abstract void WriteValue(int row, ref TextCursor output);
}
