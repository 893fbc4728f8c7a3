using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataAggregator.Connectors.Files;

/// <summary>How a workbook holds records, as a user sets it.</summary>
public sealed record ExcelOptions
{
    /// <summary>The sheet's name; the first when left out.</summary>
    [Description("The sheet's name; the first one when left out.")]
    public string? Sheet { get; init; }

    /// <summary>The row that names the fields, from 1.</summary>
    [Description("The row that names the fields, from 1.")]
    [Range(1, 1_048_576)]
    public int HeaderRow { get; init; } = 1;
}
