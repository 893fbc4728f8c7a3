using System.Globalization;
using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using ExcelDataReader;

namespace DataAggregator.Formats.Excel;

/// <summary>A sheet of a workbook in the old binary format, read by the library ExcelDataReader, which gives nothing for cells that hold errors: they are null.</summary>
internal sealed class XlsSheet : ISheetRows
{
    private const long MaxBytes = 256 << 20;
    private const int MaxColumns = 256;

    private readonly IExcelDataReader reader;
    private int number;

    static XlsSheet() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private XlsSheet(IExcelDataReader reader) => this.reader = reader;

    /// <summary>Opens a sheet.</summary>
    /// <param name="workbook">The workbook; stays open.</param>
    /// <param name="wanted">The sheet's name or number.</param>
    /// <exception cref="ConnectorException">It is damaged or too large (class data), or has no such sheet (class settings).</exception>
    public static XlsSheet Open(Stream workbook, string? wanted)
    {
        if (workbook.Length > MaxBytes)
            throw new ConnectorException(ErrorClass.Data, "workbook_too_large", $"A workbook of more than {MaxBytes >> 20} MB in the old format is held in memory while it is read.", "Save it as .xlsx or .csv.");
        var sheet = new XlsSheet(Guard(() => ExcelReaderFactory.CreateBinaryReader(workbook, new ExcelReaderConfiguration { LeaveOpen = true })));
        var names = new List<string>();
        Guard(() =>
        {
            do
                names.Add(sheet.reader.Name ?? "");
            while (sheet.reader.NextResult());
            return true;
        });
        var chosen = ExcelErrors.Choose(wanted, names);
        return Guard(() =>
        {
            sheet.reader.Reset();
            for (var i = 0; i < chosen; i++)
                sheet.reader.NextResult();
            return sheet;
        });
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReadAsync(ExcelRow row, CancellationToken cancellationToken)
    {
        while (Guard(() => TryRead(row)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.Cells.Count > 0 || row.IsTooLong)
                return ValueTask.FromResult(true);
        }

        return ValueTask.FromResult(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The library has no exception of its own for what a damaged file makes it do: whatever it throws means that.</summary>
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is not (ConnectorException or OperationCanceledException or OutOfMemoryException))
        {
            throw ExcelErrors.Damaged(problem.Message, problem);
        }
    }

    private bool TryRead(ExcelRow row)
    {
        if (!reader.Read())
            return false;
        row.Begin(++number);
        for (var column = 0; column < Math.Min(reader.FieldCount, MaxColumns); column++)
            Add(row, column);
        return true;
    }

    private void Add(ExcelRow row, int column)
    {
        switch (reader.GetValue(column))
        {
            case null:
                break;
            case string text:
                row.AddText(column, Encoding.UTF8.GetBytes(text));
                break;
            case bool flag:
                row.AddBool(column, flag);
                break;
            case DateTime moment:
                if (moment.TimeOfDay == TimeSpan.Zero)
                    row.AddMoment(column, DataType.Date, (moment - DateTime.UnixEpoch).Days);
                else
                    row.AddMoment(column, DataType.LocalTimestamp, (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
                break;
            case TimeSpan time:
                row.AddSerial(column, time.TotalDays, ExcelDateFormat.Time, is1904: false);
                break;
            case IFormattable number:
                row.AddNumber(column, Encoding.ASCII.GetBytes(number.ToString("R", CultureInfo.InvariantCulture)));
                break;
            default:
                row.AddError(column, "cell_error", "The cell holds a value of an unknown kind.");
                break;
        }
    }
}
