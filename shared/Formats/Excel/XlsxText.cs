using System.Globalization;
using System.Text;

namespace DataAggregator.Formats.Excel;

/// <summary>The characters that XML cannot hold, as workbooks spell them: <c>_x0001_</c>, and <c>_x005F_</c> for a line that would look like that.</summary>
internal static class XlsxText
{
    private const int CodeLength = 7;

    /// <summary>The text that a cell's text stands for.</summary>
    public static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOf("_x"u8) < 0)
            return utf8;
        var text = Encoding.UTF8.GetString(utf8);
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsCode(text, at))
            {
                result.Append(text[at]);
                continue;
            }

            result.Append((char)ushort.Parse(text.AsSpan(at + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            at += CodeLength - 1;
        }

        return Encoding.UTF8.GetBytes(result.ToString());
    }

    /// <summary>A text that a cell can hold and that stands for the text.</summary>
    public static ReadOnlySpan<byte> Encode(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOf("_x"u8) < 0 && utf8.IndexOf((byte)0xEF) < 0 && utf8.IndexOfAnyInRange((byte)0, (byte)31) < 0)
            return utf8;
        var text = Encoding.UTF8.GetString(utf8);
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is (< ' ' and not '\t' and not '\n') or '\uFFFE' or '\uFFFF')
                result.Append(CultureInfo.InvariantCulture, $"_x{(int)text[at]:X4}_");
            else if (IsCode(text, at))
                result.Append("_x005F_");
            else
                result.Append(text[at]);
        }

        return Encoding.UTF8.GetBytes(result.ToString());
    }

    private static bool IsCode(string text, int at)
    {
        if (at + CodeLength > text.Length || text[at] != '_' || text[at + 1] != 'x' || text[at + 6] != '_')
            return false;
        for (var digit = at + 2; digit < at + 6; digit++)
        {
            if (!char.IsAsciiHexDigit(text[digit]))
                return false;
        }

        return true;
    }
}
