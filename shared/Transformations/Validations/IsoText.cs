namespace DataAggregator.Transformations.Validations;

/// <summary>Dates and times as RFC 3339 writes them, strictly: every part with all its digits, and a day that there is.</summary>
internal static class IsoText
{
    private const int DateLength = 10;
    private const int MinTimeLength = 5;

    /// <summary>Whether a text is <c>2025-01-15</c>, perhaps with a time after <c>T</c> or a space, and that with a zone; without one it counts as UTC.</summary>
    public static bool TryReadMoment(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length < DateLength || !TryReadDate(text[..DateLength], out var date))
            return false;
        microseconds = date;
        if (text.Length == DateLength)
            return true;
        if (text[DateLength] is not ((byte)'T' or (byte)'t' or (byte)' ') || !TryReadTime(text[(DateLength + 1)..], out var time, out var offset))
            return false;
        microseconds = date + time - (offset ?? 0);
        return true;
    }

    /// <summary>Whether a text is a date: <c>2025-01-15</c>.</summary>
    public static bool IsDate(ReadOnlySpan<byte> text) => TryReadDate(text, out _);

    /// <summary>Whether a text is a time with a zone: <c>10:30:00Z</c>.</summary>
    public static bool IsTime(ReadOnlySpan<byte> text) => text.Length > 8 && TryReadTime(text, out _, out var offset) && offset is not null && text[MinTimeLength] == ':';

    /// <summary>Whether a text is a date and a time with a zone: <c>2025-01-15T10:30:00Z</c>.</summary>
    public static bool IsDateTime(ReadOnlySpan<byte> text) =>
        text.Length > DateLength && text[DateLength] is (byte)'T' or (byte)'t' && IsDate(text[..DateLength]) && IsTime(text[(DateLength + 1)..]);

    private static bool TryReadDate(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length != DateLength || text[4] != '-' || text[7] != '-' || !TryReadNumber(text[..4], out var year) || !TryReadNumber(text[5..7], out var month) || !TryReadNumber(text[8..], out var day))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        microseconds = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return true;
    }

    /// <summary>Reads <c>10:30</c>, seconds and a fraction perhaps following, and a zone's offset, null when there is none.</summary>
    private static bool TryReadTime(ReadOnlySpan<byte> text, out long microseconds, out long? offset)
    {
        (microseconds, offset) = (0, null);
        var zone = text.IndexOfAny("Zz+-"u8);
        if (zone >= 0)
        {
            if (!TryReadOffset(text[zone..], out var found))
                return false;
            offset = found;
            text = text[..zone];
        }

        if (text.Length < MinTimeLength || !TryReadClock(text[..MinTimeLength], out var minutes))
            return false;
        microseconds = minutes * 60_000_000L;
        text = text[MinTimeLength..];
        if (text.IsEmpty)
            return true;
        if (text.Length < 3 || text[0] != ':' || !TryReadNumber(text[1..3], out var seconds) || seconds > 59)
            return false;
        microseconds += seconds * 1_000_000L;
        return text.Length == 3 || (text[3] == '.' && TryReadFraction(text[4..], ref microseconds));
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text[0] is (byte)'Z' or (byte)'z')
            return text.Length == 1;
        if (text.Length != 6 || !TryReadClock(text[1..], out var minutes))
            return false;
        microseconds = (text[0] == '-' ? -minutes : minutes) * 60_000_000L;
        return true;
    }

    private static bool TryReadClock(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text[2] != ':' || !TryReadNumber(text[..2], out var hour) || !TryReadNumber(text[3..], out var minute) || hour > 23 || minute > 59)
            return false;
        minutes = (hour * 60) + minute;
        return true;
    }

    private static bool TryReadFraction(ReadOnlySpan<byte> digits, ref long microseconds)
    {
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        var worth = 100_000;
        foreach (var digit in digits)
        {
            microseconds += (digit - '0') * worth;
            worth /= 10;
        }

        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            number = (number * 10) + digit - '0';
        }

        return true;
    }
}
