using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace DataAggregator.Core.Records;

/// <summary>Writes and reads the temporal types as text: RFC 3339, with as many fraction digits as the value needs.</summary>
public static class Iso8601
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>Writes a date (<c>2025-01-15</c>), time, timestamp (<c>...Z</c>) or local timestamp; 40 bytes hold any.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Format(DataType type, long value, Span<byte> utf8)
    {
        if (type == DataType.Date)
            return FormatDate(value, utf8);
        if (type == DataType.Time)
            return FormatTime(value, utf8);
        var days = Math.DivRem(value, MicrosecondsPerDay, out var rest);
        if (rest < 0)
            (days, rest) = (days - 1, rest + MicrosecondsPerDay);
        var length = FormatDate(days, utf8);
        utf8[length++] = (byte)'T';
        length += FormatTime(rest, utf8[length..]);
        if (type == DataType.Timestamp)
            utf8[length++] = (byte)'Z';
        return length;
    }

    /// <summary>Reads a date, time, timestamp (with an offset or <c>Z</c>) or local timestamp (without).</summary>
    public static bool TryParse(DataType type, ReadOnlySpan<byte> utf8, out long value)
    {
        value = 0;
        if (utf8.Length is 0 or > 64)
            return false;
        Span<char> text = stackalloc char[utf8.Length];
        if (System.Text.Encoding.UTF8.GetChars(utf8, text) != utf8.Length)
            return false;
        switch (type)
        {
            case DataType.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date):
                value = date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
                return true;
            case DataType.Time when TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time):
                value = time.Ticks / TimeSpan.TicksPerMicrosecond;
                return true;
            case DataType.Timestamp when HasOffset(utf8) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant):
                value = (instant.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
                return true;
            case DataType.LocalTimestamp when !HasOffset(utf8) && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local):
                value = (local.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
                return true;
            default:
                return false;
        }
    }

    private static bool HasOffset(ReadOnlySpan<byte> utf8) =>
        utf8[^1] is (byte)'Z' or (byte)'z' || (utf8.Length > 11 && utf8[11..].IndexOfAny((byte)'+', (byte)'-') >= 0);

    private static int FormatDate(long days, Span<byte> utf8)
    {
        var date = DateTime.UnixEpoch.AddDays(days);
        Utf8Formatter.TryFormat(date.Year, utf8, out _, new StandardFormat('D', 4));
        utf8[4] = utf8[7] = (byte)'-';
        Utf8Formatter.TryFormat(date.Month, utf8[5..], out _, new StandardFormat('D', 2));
        Utf8Formatter.TryFormat(date.Day, utf8[8..], out _, new StandardFormat('D', 2));
        return 10;
    }

    private static int FormatTime(long microseconds, Span<byte> utf8)
    {
        var seconds = microseconds / 1_000_000;
        var fraction = microseconds % 1_000_000;
        Utf8Formatter.TryFormat(seconds / 3600, utf8, out _, new StandardFormat('D', 2));
        utf8[2] = utf8[5] = (byte)':';
        Utf8Formatter.TryFormat(seconds / 60 % 60, utf8[3..], out _, new StandardFormat('D', 2));
        Utf8Formatter.TryFormat(seconds % 60, utf8[6..], out _, new StandardFormat('D', 2));
        if (fraction == 0)
            return 8;
        utf8[8] = (byte)'.';
        Utf8Formatter.TryFormat(fraction, utf8[9..], out _, new StandardFormat('D', 6));
        var length = 15;
        while (utf8[length - 1] == '0')
            length--;
        return length;
    }
}
