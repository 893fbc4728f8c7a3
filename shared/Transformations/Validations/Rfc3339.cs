using DataAggregator.Transformations.Operations.Moments;

namespace DataAggregator.Transformations.Validations;

/// <summary>Dates and times as RFC 3339 writes them: ISO 8601 whose zone is <c>Z</c> or has all its digits, <c>+01:00</c>.</summary>
internal static class Rfc3339
{
    private const int DateLength = 10;

    /// <summary>Whether a text is <c>2025-01-15</c>, perhaps with a time after <c>T</c> or a space, and that with a zone; without one it counts as UTC.</summary>
    public static bool TryReadMoment(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length < DateLength || !HasWholeZone(text[DateLength..]) || !IsoText.TryParse(text, out var moment))
            return false;
        microseconds = moment.Microseconds;
        return true;
    }

    /// <summary>Whether a text is a date: <c>2025-01-15</c>.</summary>
    public static bool IsDate(ReadOnlySpan<byte> text) => text.Length == DateLength && TryReadMoment(text, out _);

    /// <summary>Whether a text is a time with seconds and a zone: <c>10:30:00Z</c>.</summary>
    public static bool IsTime(ReadOnlySpan<byte> text)
    {
        const int Longest = 32;
        if (text.Length is < 9 or > Longest || text[5] != ':' || text.IndexOfAny("Zz+-"u8) < 0)
            return false;
        Span<byte> moment = stackalloc byte[DateLength + 1 + Longest];
        "2000-01-01T"u8.CopyTo(moment);
        text.CopyTo(moment[(DateLength + 1)..]);
        return TryReadMoment(moment[..(DateLength + 1 + text.Length)], out _);
    }

    /// <summary>Whether a text is a date and a time with a zone: <c>2025-01-15T10:30:00Z</c>.</summary>
    public static bool IsDateTime(ReadOnlySpan<byte> text) =>
        text.Length > DateLength && text[DateLength] is (byte)'T' or (byte)'t' && IsDate(text[..DateLength]) && IsTime(text[(DateLength + 1)..]);

    private static bool HasWholeZone(ReadOnlySpan<byte> time)
    {
        var zone = time.IndexOfAny("Zz+-"u8);
        return zone < 0 || (time[zone] is (byte)'Z' or (byte)'z' ? time.Length == zone + 1 : time.Length == zone + 6 && time[zone + 3] == ':');
    }
}
