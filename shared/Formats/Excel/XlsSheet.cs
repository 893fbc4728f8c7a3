using System.Globalization;
using System.Text;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Formats.Excel;

/// <summary>A sheet of a workbook in the binary format of Excel 97 to 2003. The file is held in memory; the format's own limits keep it small.</summary>
internal sealed class XlsSheet : ISheetRows
{
    private const long MaxBytes = 256 << 20;

    private readonly BiffStream stream;
    private readonly XlsWorkbook workbook;
    private bool isAhead;
    private bool hasEnded;
    private int lastRow = -1;

    private XlsSheet(BiffStream stream, XlsWorkbook workbook)
    {
        this.stream = stream;
        this.workbook = workbook;
    }

    /// <summary>Opens a sheet.</summary>
    /// <param name="file">The file.</param>
    /// <param name="wanted">The sheet's name or number.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ConnectorException">It is damaged or too large (class data), or has no such sheet (class settings).</exception>
    public static async Task<XlsSheet> OpenAsync(Stream file, string? wanted, ReadOptions options, CancellationToken cancellationToken)
    {
        if (file.Length > MaxBytes)
            throw new ConnectorException(ErrorClass.Data, "workbook_too_large", $"A workbook of more than {MaxBytes >> 20} MB in the old format is not read: it is held in memory.", "Save it as .xlsx or .csv.");
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        var stream = new BiffStream(CompoundFile.ReadStream(bytes, "Workbook", "Book") ?? throw NoWorkbook(bytes));
        var workbook = XlsWorkbook.Read(stream, options.MaxSharedBytes);
        var chosen = ExcelErrors.Choose(wanted, [.. workbook.Sheets.Select(sheet => sheet.Name)]);
        stream.MoveTo(workbook.Sheets[chosen].Position);
        if (!stream.Read() || stream.Type != BiffRecord.Bof)
            throw ExcelErrors.Damaged("a sheet does not begin where it should.");
        return new XlsSheet(stream, workbook);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReadAsync(ExcelRow row, CancellationToken cancellationToken)
    {
        var number = -1;
        while (isAhead || TryReadRecord())
        {
            isAhead = false;
            if (!IsCell(stream.Type))
                continue;
            var at = stream.UInt16(0);
            if (number >= 0 && at != number)
            {
                isAhead = true;
                break;
            }

            if (number < 0)
                number = Begin(row, at);
            AddCells(row, stream.UInt16(2));
        }

        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(number >= 0);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A .xlsx with a password is kept in the container of old workbooks.</summary>
    private static ConnectorException NoWorkbook(byte[] file) =>
        CompoundFile.ReadStream(file, "EncryptedPackage") is null ? ExcelErrors.Damaged("it holds no workbook.") : ExcelErrors.Encrypted();

    private static bool IsCell(BiffRecord type) => type is BiffRecord.Formula or BiffRecord.ShortNumbers or BiffRecord.SharedText
        or BiffRecord.Number or BiffRecord.Text or BiffRecord.BoolOrError or BiffRecord.ShortNumber;

    private bool TryReadRecord()
    {
        if (!hasEnded && !stream.Read())
            throw ExcelErrors.Damaged("the sheet ends within its rows.");
        hasEnded = hasEnded || stream.Type == BiffRecord.Eof;
        return !hasEnded;
    }

    private int Begin(ExcelRow row, int number)
    {
        if (number <= lastRow)
            throw ExcelErrors.Damaged("its rows are not in order.");
        row.Begin(number + 1);
        return lastRow = number;
    }

    private void AddCells(ExcelRow row, int column)
    {
        switch (stream.Type)
        {
            case BiffRecord.Number:
                AddNumber(row, column, stream.UInt16(4), stream.Double(6));
                break;
            case BiffRecord.ShortNumber:
                AddNumber(row, column, stream.UInt16(4), ShortNumber(stream.UInt32(6)));
                break;
            case BiffRecord.ShortNumbers:
                for (var at = 4; at + 8 <= stream.Data.Length; at += 6)
                    AddNumber(row, column + ((at - 4) / 6), stream.UInt16(at), ShortNumber(stream.UInt32(at + 2)));
                break;
            case BiffRecord.SharedText when stream.UInt32(6) < workbook.Texts.Count:
                row.AddText(column, workbook.Texts[(int)stream.UInt32(6)]);
                break;
            case BiffRecord.SharedText:
                row.AddError(column, "text_missing", "The cell refers to a text that the workbook does not have.");
                break;
            case BiffRecord.Text:
                row.AddText(column, Encoding.UTF8.GetBytes(new BiffTextReader(stream, 6).Read()));
                break;
            case BiffRecord.BoolOrError:
                AddBoolOrError(row, column, stream.Byte(7) != 0, stream.Byte(6));
                break;
            case BiffRecord.Formula:
                AddFormula(row, column);
                break;
        }
    }

    private void AddFormula(ExcelRow row, int column)
    {
        // A value that is no number is marked by the last two bytes, and told by the first one.
        if (stream.UInt16(12) != 0xFFFF)
        {
            AddNumber(row, column, stream.UInt16(4), stream.Double(6));
            return;
        }

        switch (stream.Byte(6))
        {
            case 0:
                AddFormulaText(row, column);
                break;
            case 1:
                row.AddBool(column, stream.Byte(8) != 0);
                break;
            case 2:
                AddBoolOrError(row, column, isError: true, stream.Byte(8));
                break;
            default:
                row.AddText(column, []);
                break;
        }
    }

    private void AddFormulaText(ExcelRow row, int column)
    {
        while (TryReadRecord() && !IsCell(stream.Type))
        {
            if (stream.Type != BiffRecord.FormulaText)
                continue;
            row.AddText(column, Encoding.UTF8.GetBytes(new BiffTextReader(stream, 0).Read()));
            return;
        }

        throw ExcelErrors.Damaged("the text of a formula is missing.");
    }

    private static void AddBoolOrError(ExcelRow row, int column, bool isError, byte value)
    {
        if (!isError)
        {
            row.AddBool(column, value != 0);
            return;
        }

        var name = value switch { 0x00 => "#NULL!", 0x07 => "#DIV/0!", 0x0F => "#VALUE!", 0x17 => "#REF!", 0x1D => "#NAME?", 0x24 => "#NUM!", 0x2A => "#N/A", _ => "#ERROR" };
        row.AddError(column, "cell_error", $"The cell holds the error {name}.");
    }

    private void AddNumber(ExcelRow row, int column, int style, double value)
    {
        var format = workbook.FormatOf(style);
        if (format == ExcelDateFormat.None)
            row.AddNumber(column, Encoding.ASCII.GetBytes(value.ToString("R", CultureInfo.InvariantCulture)));
        else
            row.AddSerial(column, value, format, workbook.Is1904);
    }

    /// <summary>A number in four bytes: an integer of 30 bits, or the upper half of a double, either of them times 100.</summary>
    private static double ShortNumber(uint bits)
    {
        var value = (bits & 2) != 0 ? (int)bits >> 2 : BitConverter.UInt64BitsToDouble((ulong)(bits & 0xFFFFFFFC) << 32);
        return (bits & 1) != 0 ? value / 100 : value;
    }
}
