using DataAggregator.Core.Connectors;

namespace DataAggregator.Formats.Excel;

/// <summary>Errors that end the reading of a workbook.</summary>
internal static class ExcelErrors
{
    /// <summary>The error for a workbook that is not as one should be.</summary>
    public static ConnectorException Damaged(string reason, Exception? cause = null) =>
        new(ErrorClass.Data, "workbook_damaged", $"The workbook cannot be read: {reason}", "Open it in Excel and save it again.", cause);

    /// <summary>The error for a workbook with a password.</summary>
    public static ConnectorException Encrypted() => new(ErrorClass.Data, "workbook_encrypted", "The workbook is protected by a password.", "Save it without one.");

    /// <summary>The error for a workbook of binary parts.</summary>
    public static ConnectorException Binary() => new(ErrorClass.Data, "workbook_binary", "The workbook is of the binary form (.xlsb).", "Save it as .xlsx.");

    /// <summary>The error for a sheet that is not there.</summary>
    public static ConnectorException NoSheet(string? wanted, IEnumerable<string> known) =>
        new(ErrorClass.Settings, "sheet_not_found", $"The workbook has no sheet '{wanted}'. It has: {string.Join(", ", known)}.", "Set excel.sheet to a name or a number from 1.");

    /// <summary>The error for more texts than may be held in memory.</summary>
    public static ConnectorException TooManyTexts(int maxBytes) =>
        new(ErrorClass.Data, "too_many_texts", $"The workbook's table of texts is larger than {maxBytes >> 20} MB, which is held in memory while it is read.", "Save the sheet as CSV, or raise limits.max_shared_bytes.");

    /// <summary>The position in the list that a setting means: a name, else a number from 1; the first by default.</summary>
    public static int Choose(string? wanted, IReadOnlyList<string> names)
    {
        if (string.IsNullOrWhiteSpace(wanted) && names.Count > 0)
            return 0;
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], wanted, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        if (int.TryParse(wanted, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= names.Count)
            return number - 1;
        throw NoSheet(wanted, names);
    }
}
