using System.Globalization;
using DataAggregator.Formats.Fields;

namespace DataAggregator.Formats.Excel;

/// <summary>A cell of a row.</summary>
/// <param name="Column">Its column, from 0.</param>
/// <param name="Kind">What kind of value it has; null when it has an error.</param>
/// <param name="Start">Where the value's JSON begins in the row's values.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="ErrorCode">What is wrong with the cell, in a word.</param>
/// <param name="Error">What is wrong, for people.</param>
internal readonly record struct ExcelCell(int Column, ValueKind Kind, int Start, int Length, string? ErrorCode = null, string? Error = null)
{
    /// <summary>The most columns of a sheet.</summary>
    public const int MaxColumns = 16_384;

    /// <summary>The place of a cell as people write it: <c>B7</c>.</summary>
    public static string Reference(int column, int row)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return string.Create(CultureInfo.InvariantCulture, $"{letters}{row}");
    }

    /// <summary>The column that a reference such as <c>B7</c> names, from 0; -1 when it names none.</summary>
    public static int ColumnOf(ReadOnlySpan<byte> reference)
    {
        var column = 0;
        foreach (var letter in reference)
        {
            if (!char.IsAsciiLetter((char)letter))
                break;
            column = (column * 26) + (letter | 0x20) - 'a' + 1;
            if (column > MaxColumns)
                return -1;
        }

        return column - 1;
    }
}
