using System.Buffers.Text;
using System.Globalization;
using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Fields;

namespace DataAggregator.Formats.Excel;

/// <summary>
/// Reads the numbers of a workbook. Excel writes a binary double with 17 digits, so that 4.35 stands there as 4.3499999999999996: such
/// a text is taken for the shortest number that is the same double, which is what the user typed and sees. All others stay as written.
/// </summary>
internal static class ExcelNumber
{
    private const int DigitsOfDouble = 16;

    /// <summary>The kind of the number, and its digits as JSON.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out ValueKind kind, out string digits)
    {
        (kind, digits) = (ValueKind.Decimal, "");
        if (!Utf8Parser.TryParse(text, out double number, out var used) || used != text.Length || !double.IsFinite(number))
            return false;
        var isWhole = text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;
        digits = !isWhole && SignificantDigits(text) is DigitsOfDouble or DigitsOfDouble + 1
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : Encoding.ASCII.GetString(text);
        // The exponents of doubles: 1E-3 is a plain number here, and one that is too large stays too large.
        if (Decimal38.TryParse(Encoding.ASCII.GetBytes(digits), out var exact))
            digits = exact.ToString();
        else
            digits = digits.TrimStart('+');
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            kind = ValueKind.Integer;
        return true;
    }

    private static int SignificantDigits(ReadOnlySpan<byte> text)
    {
        var exponent = text.IndexOfAny((byte)'e', (byte)'E');
        var digits = 0;
        foreach (var character in exponent < 0 ? text : text[..exponent])
        {
            if (char.IsAsciiDigit((char)character) && (digits > 0 || character != '0'))
                digits++;
        }

        return digits;
    }
}
