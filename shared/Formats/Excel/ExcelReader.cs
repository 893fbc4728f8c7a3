using System.Runtime.CompilerServices;
using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Formats.Fields;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Excel;

/// <summary>
/// Reads records from a sheet of a workbook, .xlsx or .xls. Cells have types: numbers (exact), texts, booleans, dates in either epoch;
/// formulas have the value that was calculated last. An empty cell is null, an empty row no record. It never holds more than a batch,
/// the longest row and the table of texts.
/// </summary>
/// <param name="excel">Where the records stand.</param>
/// <param name="options">What to make of them.</param>
public sealed class ExcelReader(ExcelOptions excel, ReadOptions options)
{
    private readonly FieldColumns fields = new(options, "excel_format");

    /// <summary>Reads the records of a workbook, from a stream that can seek.</summary>
    /// <exception cref="ConnectorException">There is no such sheet (class settings), or the workbook is damaged or blows up (class data).</exception>
    public async IAsyncEnumerable<SourceBatch> ReadAsync(Stream workbook, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sheet = await OpenAsync(workbook, cancellationToken).ConfigureAwait(false);
        await using (sheet.ConfigureAwait(false))
        {
            var row = new ExcelRow(options.MaxRecordBytes);
            if (await ReadHeaderAsync(sheet, row, cancellationToken).ConfigureAwait(false) is not { } names)
                yield break;
            var bytes = workbook.Position;
            while (await sheet.ReadAsync(row, cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Rows up to the position are read over. Nor do they count, as they do not for a reader that stayed open there: a segment ends after so many bytes.
                if (row.Number <= options.Offset)
                {
                    bytes = workbook.Position;
                    continue;
                }

                Append(row, names);
                if (!fields.IsFull)
                    continue;
                yield return fields.Build(new ReadPosition(row.Number, row.Number), Math.Max(workbook.Position - bytes, 0));
                bytes = workbook.Position;
            }

            if (!fields.IsEmpty)
                yield return fields.Build(new ReadPosition(row.Number, row.Number), Math.Max(workbook.Position - bytes, 0));
        }
    }

    private async Task<ISheetRows> OpenAsync(Stream workbook, CancellationToken cancellationToken)
    {
        var start = new byte[4];
        workbook.Position = 0;
        await workbook.ReadAtLeastAsync(start, 4, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        workbook.Position = 0;
        return start switch
        {
            [(byte)'P', (byte)'K', ..] => await XlsxSheet.OpenAsync(workbook, excel.Sheet, options, cancellationToken).ConfigureAwait(false),
            [0xD0, 0xCF, 0x11, 0xE0] => await XlsSheet.OpenAsync(workbook, excel.Sheet, options, cancellationToken).ConfigureAwait(false),
            _ => throw ExcelErrors.Damaged("it begins neither like .xlsx nor like .xls."),
        };
    }

    private async Task<byte[][]?> ReadHeaderAsync(ISheetRows sheet, ExcelRow row, CancellationToken cancellationToken)
    {
        do
        {
            if (!await sheet.ReadAsync(row, cancellationToken).ConfigureAwait(false))
                return null;
        }
        while (row.Number < excel.HeaderRow);

        var texts = new List<string>();
        foreach (var cell in row.Cells)
        {
            while (texts.Count <= cell.Column)
                texts.Add("");
            var json = Encoding.UTF8.GetString(row.Values.Slice(cell.Start, cell.Length));
            texts[cell.Column] = json.StartsWith('"') ? System.Text.Json.JsonSerializer.Deserialize<string>(json)! : json;
        }

        if (texts.Count > options.MaxFields)
            throw new ConnectorException(ErrorClass.Data, "too_many_fields", $"Row {row.Number} names {texts.Count} fields, more than {options.MaxFields}.", "Set excel.header_row to the row that names the fields.");
        return [.. FieldNames.Unique(texts).Select(Encoding.UTF8.GetBytes)];
    }

    private void Append(ExcelRow row, byte[][] names)
    {
        fields.Begin();
        for (var column = 0; column < names.Length; column++)
            fields.Set(fields.Find(names[column], column), ValueKind.Null, 0, 0);
        if (row.IsTooLong)
            fields.AddError("record_too_large", $"The row is longer than {options.MaxRecordBytes} bytes.");
        foreach (var cell in row.Cells)
        {
            if (cell.Column >= names.Length)
                fields.AddError("ragged_record", $"Cell {ExcelCell.Reference(cell.Column, row.Number)} stands beyond the {names.Length} named columns.");
            else if (cell.ErrorCode is null)
                fields.Set(fields.Find(names[cell.Column], cell.Column), cell.Kind, cell.Start, cell.Length);
            else
                AddError(row, cell, Encoding.UTF8.GetString(names[cell.Column]));
        }

        if (!fields.TryAppend(row.Values))
            fields.Reject(fields.ToJson(row.Values), $"Row {row.Number}");
    }

    private void AddError(ExcelRow row, ExcelCell cell, string field)
    {
        if (excel.CellErrors == ExcelOptions.CellError.Null)
            fields.CountCoerced(field);
        else
            fields.AddError(cell.ErrorCode!, $"Cell {ExcelCell.Reference(cell.Column, row.Number)}: {cell.Error}", field);
    }
}
