namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>The Gregorian calendar in days since 1970-01-01, from year 1 to 9999.</summary>
internal static class Civil
{
    /// <summary>Microseconds of a second.</summary>
    public const long Second = 1_000_000;

    /// <summary>Microseconds of a minute.</summary>
    public const long Minute = 60 * Second;

    /// <summary>Microseconds of an hour.</summary>
    public const long Hour = 60 * Minute;

    /// <summary>Microseconds of a day.</summary>
    public const long Day = 24 * Hour;

    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>Whether there is such a date.</summary>
    public static bool IsDate(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>Whether days since 1970 are in the calendar.</summary>
    public static bool IsDay(long days) => days + EpochDay is >= 0 and <= 3_652_058;

    /// <summary>Whether microseconds since 1970 are in the calendar.</summary>
    public static bool IsMicrosecond(long microseconds) => IsDay(DayOf(microseconds));

    /// <summary>The day of a date that there is.</summary>
    public static long ToDays(int year, int month, int day) => new DateOnly(year, month, day).DayNumber - EpochDay;

    /// <summary>The date of a day.</summary>
    public static DateOnly ToDate(long days) => DateOnly.FromDayNumber((int)(days + EpochDay));

    /// <summary>The day that a microsecond lies in.</summary>
    public static long DayOf(long microseconds) => Floor(microseconds, Day);

    /// <summary>The quotient, rounded down.</summary>
    public static long Floor(long dividend, long divisor)
    {
        var quotient = Math.DivRem(dividend, divisor, out var rest);
        return rest < 0 ? quotient - 1 : quotient;
    }
}
