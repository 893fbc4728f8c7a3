using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataAggregator.Formats.Excel;

/// <summary>How a workbook holds records, as a user sets it.</summary>
public sealed record ExcelOptions
{
    /// <summary>What becomes of a cell that holds an error.</summary>
    public enum CellError
    {
        /// <summary>Its record is rejected.</summary>
        Reject,

        /// <summary>Its value is null, and counted as coerced.</summary>
        Null,
    }

    /// <summary>The sheet's name or number; the first when left out.</summary>
    [Description("The sheet's name, or its number from 1; the first one when left out. For writing, the name of the sheet.")]
    public string? Sheet { get; init; }

    /// <summary>The row that names the fields, from 1.</summary>
    [Description("The row that names the fields, from 1.")]
    [Range(1, 1_048_576)]
    public int HeaderRow { get; init; } = 1;

    /// <summary>What becomes of cells that hold errors.</summary>
    [Description("What becomes of a cell that holds an error such as #DIV/0!, or a formula that was never calculated: reject its record, or take null for it.")]
    public CellError CellErrors { get; init; } = CellError.Reject;
}
