namespace DataAggregator.Formats.Excel;

/// <summary>The rows of one sheet, in order.</summary>
internal interface ISheetRows : IAsyncDisposable
{
    /// <summary>Reads the next row that has cells.</summary>
    /// <returns>False at the end of the sheet.</returns>
    ValueTask<bool> ReadAsync(ExcelRow row, CancellationToken cancellationToken);
}
