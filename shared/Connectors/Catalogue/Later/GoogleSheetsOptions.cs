using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>Google Sheets.</summary>
internal sealed record GoogleSheetsOptions : LaterOptions
{
    [Description("Id of the spreadsheet, as its address holds it.")]
    public required string SpreadsheetId { get; init; }

    [Description("Name of the sheet.")]
    public string? Sheet { get; init; }

    [Description("The range to read, such as A1:F100.")]
    public string? Range { get; init; }

    [Description("The row that holds the names of the fields.")]
    public int? HeaderRow { get; init; }

    [Description("Key of a service account, as JSON.")]
    public Secret? CredentialsJson { get; init; }

    [Description("How records are written: append or replace.")]
    public string? WriteMode { get; init; }
}
