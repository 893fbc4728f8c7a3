namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>What a piece of a <see cref="TimePattern"/> stands for.</summary>
internal enum TimeField
{
    /// <summary>Text that stands for itself.</summary>
    Literal,

    /// <summary>The year, of four digits.</summary>
    Year,

    /// <summary>The year's last two digits: 69 to 99 mean 1969 to 1999, 00 to 68 mean 2000 to 2068.</summary>
    ShortYear,

    /// <summary>The month's number.</summary>
    Month,

    /// <summary>The month's English name.</summary>
    MonthName,

    /// <summary>The first three letters of the month's English name.</summary>
    ShortMonthName,

    /// <summary>The day of the month.</summary>
    Day,

    /// <summary>The day of the year, 001 to 366.</summary>
    DayOfYear,

    /// <summary>The weekday's English name; read, but not checked.</summary>
    Weekday,

    /// <summary>The first three letters of the weekday's English name; read, but not checked.</summary>
    ShortWeekday,

    /// <summary>The hour, 0 to 23.</summary>
    Hour,

    /// <summary>The hour, 1 to 12.</summary>
    HalfDayHour,

    /// <summary>AM or PM.</summary>
    HalfDay,

    /// <summary>The minute.</summary>
    Minute,

    /// <summary>The second.</summary>
    Second,

    /// <summary>Digits of the second's fraction.</summary>
    Fraction,

    /// <summary>The offset from UTC as <c>+01:00</c>; <c>Z</c> is read too.</summary>
    Offset,

    /// <summary>The offset from UTC as <c>+0100</c>; <c>Z</c> is read too.</summary>
    PlainOffset,

    /// <summary>The offset from UTC as <c>+01:00</c>, or <c>Z</c> for UTC itself.</summary>
    OffsetOrZ,

    /// <summary>Seconds since 1970-01-01T00:00:00Z.</summary>
    UnixSeconds,

    /// <summary>Milliseconds since 1970-01-01T00:00:00Z.</summary>
    UnixMilliseconds,

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    UnixMicroseconds,
}
