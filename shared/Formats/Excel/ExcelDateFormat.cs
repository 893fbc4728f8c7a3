namespace DataAggregator.Formats.Excel;

/// <summary>What a cell's number format shows of a number.</summary>
internal enum ExcelDateFormat
{
    /// <summary>A number.</summary>
    None,

    /// <summary>A date.</summary>
    Date,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>A date and a time.</summary>
    DateTime,
}
