using System.Buffers;
using System.Globalization;
using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;
using DataAggregator.Formats.Xml;

namespace DataAggregator.Formats.Excel;

/// <summary>
/// Writes records as the rows of a sheet, which <see cref="ExcelWorkbook"/> then makes a workbook of. Numbers of up to 15 digits are
/// numbers, longer ones texts, because Excel would round them; dates and times are cells with a format where Excel can hold them to the
/// millisecond, instants in UTC, else texts; nested values and bytes are texts. Null and absent are empty cells.
/// </summary>
/// <param name="columns">The columns, in order.</param>
public sealed class ExcelRowsWriter(IReadOnlyList<string> columns) : RecordWriter
{
    /// <summary>The most rows of a sheet, the header's included.</summary>
    public const int MaxRows = 1_048_576;

    private const int MaxCharacters = 32_767;
    private const int ExactDigits = 15;

    private readonly ArrayBufferWriter<byte> value = new(256);

    /// <inheritdoc/>
    /// <exception cref="ConnectorException">There are more columns than a sheet can have (class settings).</exception>
    public override void Begin(IBufferWriter<byte> output)
    {
        if (columns.Count > ExcelCell.MaxColumns)
            throw new ConnectorException(ErrorClass.Settings, "too_many_columns", $"A sheet holds {ExcelCell.MaxColumns} columns, and the records have {columns.Count} fields.", "Write csv, or leave out fields.");
        output.Write("<row>"u8);
        foreach (var column in columns)
            WriteText(column, Encoding.UTF8.GetBytes(column), output);
        output.Write("</row>\n"u8);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A field has no column.</exception>
    /// <exception cref="ConnectorException">A text is longer than a cell can be (class refused).</exception>
    public override void Write(RecordBatch batch, bool isFirst, IBufferWriter<byte> output)
    {
        if (batch.Schema.FirstOrDefault(field => !columns.Contains(field.Name)) is { } lost)
            throw new ArgumentException($"The field '{lost.Name}' has no column.", nameof(batch));
        var sources = columns.Select(batch.Find).ToArray();
        for (var i = 0; i < batch.Count; i++)
        {
            var row = batch.RowAt(i);
            output.Write("<row>"u8);
            for (var column = 0; column < sources.Length; column++)
            {
                if (sources[column] is { } source && source.IsPresent(row))
                    WriteValue(columns[column], source, row, output);
                else
                    output.Write("<c/>"u8);
            }

            output.Write("</row>\n"u8);
        }
    }

    /// <inheritdoc/>
    public override void End(IBufferWriter<byte> output)
    {
        // The sheet around the rows is the workbook's.
    }

    private void WriteValue(string name, Column column, int row, IBufferWriter<byte> output)
    {
        value.ResetWrittenCount();
        ColumnText.Write(column, row, value);
        var text = value.WrittenSpan;
        switch (column)
        {
            case FixedColumn<bool> bools:
                output.Write(bools.Values[row] ? "<c t=\"b\"><v>1</v></c>"u8 : "<c t=\"b\"><v>0</v></c>"u8);
                break;
            case FixedColumn<double> doubles when double.IsFinite(doubles.Values[row]):
                WriteNumber(0, text, output);
                break;
            case FixedColumn<long> { Type: DataType.Int64 } or DecimalColumn when Digits(text) <= ExactDigits:
                WriteNumber(0, text, output);
                break;
            case FixedColumn<long> moments when column.Type != DataType.Int64 && ExcelDate.TryWrite(column.Type, moments.Values[row], out var days):
                WriteNumber(StyleOf(column.Type), Encoding.ASCII.GetBytes(days.ToString("R", CultureInfo.InvariantCulture)), output);
                break;
            default:
                WriteText(name, text, output);
                break;
        }
    }

    /// <summary>The position of the format in the styles that <see cref="ExcelWorkbook"/> writes.</summary>
    private static int StyleOf(DataType type) => type switch
    {
        DataType.Date => 1,
        DataType.Time => 3,
        _ => 2,
    };

    private static int Digits(ReadOnlySpan<byte> number)
    {
        var digits = number.TrimStart("-0."u8);
        return digits.Length - (digits.Contains((byte)'.') ? 1 : 0);
    }

    private static void WriteNumber(int style, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (style == 0)
            output.Write("<c><v>"u8);
        else
            output.Write(style switch { 1 => "<c s=\"1\"><v>"u8, 2 => "<c s=\"2\"><v>"u8, _ => "<c s=\"3\"><v>"u8 });
        output.Write(text);
        output.Write("</v></c>"u8);
    }

    private static void WriteText(string name, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (text.Length > MaxCharacters && Encoding.UTF8.GetCharCount(text) > MaxCharacters)
            throw new ConnectorException(ErrorClass.Refused, "too_long_for_excel", $"A text of '{name}' has more than {MaxCharacters} characters, and a cell holds no more.", "Shorten it by a step, or write another format.");
        output.Write("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8);
        XmlEscape.TryWrite(XlsxText.Encode(text), output);
        output.Write("</t></is></c>"u8);
    }
}
