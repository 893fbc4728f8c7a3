using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>
/// Reads ISO 8601: <c>2025-01-15</c>, <c>10:30[:00[.123456]]</c>, both with <c>T</c> or a space between, and then <c>Z</c> or an offset
/// (<c>+01:00</c>, <c>+0100</c>, <c>+01</c>), which makes it a timestamp. Nothing else passes, whatever the culture.
/// </summary>
internal static class IsoText
{
    /// <summary>The moment that the text stands for.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Moment moment)
    {
        moment = default;
        if (text.Length >= 3 && text[2] == ':')
        {
            if (!TryReadTime(ref text, out var time) || text.Length > 0)
                return false;
            moment = new Moment(DataType.Time, time);
            return true;
        }

        if (!TryReadDate(ref text, out var days))
            return false;
        if (text.Length == 0)
        {
            moment = new Moment(DataType.Date, days);
            return true;
        }

        if (text[0] is not ((byte)'T' or (byte)'t' or (byte)' '))
            return false;
        text = text[1..];
        if (!TryReadTime(ref text, out var microseconds))
            return false;
        var local = (days * Civil.Day) + microseconds;
        moment = new Moment(DataType.LocalTimestamp, local);
        if (text.Length == 0)
            return true;
        if (!TryReadOffset(ref text, out var offset) || text.Length > 0)
            return false;
        moment = new Moment(DataType.Timestamp, local - offset);
        return moment.IsInRange;
    }

    /// <summary>Reads <c>Z</c> or an offset, in microseconds.</summary>
    public static bool TryReadOffset(ref ReadOnlySpan<byte> text, out long offset)
    {
        offset = 0;
        if (text.Length == 0)
            return false;
        var sign = text[0];
        text = text[1..];
        if (sign is (byte)'Z' or (byte)'z')
            return true;
        if (sign is not ((byte)'+' or (byte)'-') || !TryReadNumber(ref text, 2, 2, out var hours))
            return false;
        var minutes = 0;
        var colon = text.Length > 0 && text[0] == ':';
        if (colon)
            text = text[1..];
        if ((colon || (text.Length > 0 && char.IsAsciiDigit((char)text[0]))) && !TryReadNumber(ref text, 2, 2, out minutes))
            return false;
        offset = ((hours * Civil.Hour) + (minutes * Civil.Minute)) * (sign == '-' ? -1 : 1);
        return hours <= 18 && minutes <= 59;
    }

    /// <summary>Reads a number of so many digits.</summary>
    public static bool TryReadNumber(ref ReadOnlySpan<byte> text, int least, int most, out int number)
    {
        number = 0;
        var digits = 0;
        while (digits < most && digits < text.Length && (uint)(text[digits] - '0') <= 9)
            number = (number * 10) + text[digits++] - '0';
        text = text[digits..];
        return digits >= least;
    }

    /// <summary>Reads the digits after a decimal point as microseconds; digits beyond the sixth must be there but do not count.</summary>
    public static bool TryReadFraction(ref ReadOnlySpan<byte> text, int least, int most, out int microseconds)
    {
        microseconds = 0;
        var digits = 0;
        for (; digits < most && digits < text.Length && (uint)(text[digits] - '0') <= 9; digits++)
        {
            if (digits < 6)
                microseconds = (microseconds * 10) + text[digits] - '0';
        }

        for (var i = digits; i < 6; i++)
            microseconds *= 10;
        text = text[digits..];
        return digits >= least;
    }

    private static bool TryReadDate(ref ReadOnlySpan<byte> text, out long days)
    {
        days = 0;
        if (!TryReadNumber(ref text, 4, 4, out var year) || !TrySkip(ref text, '-') || !TryReadNumber(ref text, 2, 2, out var month)
            || !TrySkip(ref text, '-') || !TryReadNumber(ref text, 2, 2, out var day) || !Civil.IsDate(year, month, day))
            return false;
        days = Civil.ToDays(year, month, day);
        return true;
    }

    private static bool TryReadTime(ref ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        var (second, fraction) = (0, 0);
        if (!TryReadNumber(ref text, 2, 2, out var hour) || !TrySkip(ref text, ':') || !TryReadNumber(ref text, 2, 2, out var minute))
            return false;
        if (TrySkip(ref text, ':'))
        {
            if (!TryReadNumber(ref text, 2, 2, out second))
                return false;
            if (TrySkip(ref text, '.') && !TryReadFraction(ref text, 1, 9, out fraction))
                return false;
        }

        microseconds = (hour * Civil.Hour) + (minute * Civil.Minute) + (second * Civil.Second) + fraction;
        return hour <= 23 && minute <= 59 && second <= 59;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> text, char letter)
    {
        if (text.Length == 0 || text[0] != letter)
            return false;
        text = text[1..];
        return true;
    }
}
