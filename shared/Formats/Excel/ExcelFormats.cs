using System.Globalization;
using System.Text;

namespace DataAggregator.Formats.Excel;

/// <summary>Tells number formats that show dates and times from the others.</summary>
internal static class ExcelFormats
{
    /// <summary>What the built-in format of that number shows.</summary>
    public static ExcelDateFormat BuiltIn(int id) => id switch
    {
        14 or 15 or 16 or 17 or (>= 27 and <= 31) or 36 or (>= 50 and <= 54) or 57 or 58 => ExcelDateFormat.Date,
        18 or 19 or 20 or 21 or 32 or 33 or 34 or 35 or 45 or 47 or 55 or 56 => ExcelDateFormat.Time,
        22 => ExcelDateFormat.DateTime,
        _ => ExcelDateFormat.None,
    };

    /// <summary>What a format code shows, such as <c>yyyy-mm-dd hh:mm</c>; elapsed times (<c>[h]:mm</c>) are numbers of days.</summary>
    public static ExcelDateFormat Of(string code)
    {
        var letters = Letters(code);
        if (letters.Contains("general", StringComparison.Ordinal) || letters.Contains('['))
            return ExcelDateFormat.None;
        var hasTime = letters.AsSpan().ContainsAny('h', 's') || letters.Contains("am/pm", StringComparison.Ordinal);
        var hasDate = letters.AsSpan().ContainsAny('y', 'd') || (letters.Contains('m') && !hasTime);
        return (hasDate, hasTime) switch
        {
            (true, true) => ExcelDateFormat.DateTime,
            (true, false) => ExcelDateFormat.Date,
            (false, true) => ExcelDateFormat.Time,
            _ => ExcelDateFormat.None,
        };
    }

    /// <summary>The code's first section in lower case, without texts, escapes, colours and conditions; '[' where it shows elapsed time.</summary>
    private static string Letters(string code)
    {
        var letters = new StringBuilder(code.Length);
        for (var at = 0; at < code.Length && code[at] != ';'; at++)
        {
            switch (code[at])
            {
                case '"':
                    at = EndOf(code, at, '"');
                    break;
                case '[':
                    var end = EndOf(code, at, ']');
                    if (code[(at + 1)..end].Trim('h', 'm', 's', 'H', 'M', 'S').Length == 0)
                        letters.Append('[');
                    at = end;
                    break;
                case '\\' or '_' or '*':
                    at++;
                    break;
                default:
                    letters.Append(char.ToLower(code[at], CultureInfo.InvariantCulture));
                    break;
            }
        }

        return letters.ToString();
    }

    private static int EndOf(string code, int at, char closing)
    {
        var end = code.IndexOf(closing, at + 1);
        return end < 0 ? code.Length : end;
    }
}
