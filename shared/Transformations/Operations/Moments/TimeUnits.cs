namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>Counts in <see cref="TimeUnit"/>s.</summary>
internal static class TimeUnits
{
    /// <summary>The unit's microseconds; 0 for one of the calendar, whose length differs.</summary>
    public static long MicrosecondsOf(TimeUnit unit) => unit switch
    {
        TimeUnit.Microseconds => 1,
        TimeUnit.Milliseconds => 1000,
        TimeUnit.Seconds => Civil.Second,
        TimeUnit.Minutes => Civil.Minute,
        TimeUnit.Hours => Civil.Hour,
        TimeUnit.Days => Civil.Day,
        TimeUnit.Weeks => 7 * Civil.Day,
        _ => 0,
    };

    /// <summary>The calendar unit's months; 0 for one of fixed length.</summary>
    public static int MonthsOf(TimeUnit unit) => unit switch
    {
        TimeUnit.Months => 1,
        TimeUnit.Quarters => 3,
        TimeUnit.Years => 12,
        _ => 0,
    };

    /// <summary>Moves microseconds since 1970 on by an amount of a unit; false where that leaves the calendar.</summary>
    public static bool TryAdd(long microseconds, long amount, TimeUnit unit, out long moved)
    {
        // More than this leaves the calendar whatever the unit of months, and must not overflow on the way there.
        if (MonthsOf(unit) is > 0 and var months)
            return TryAddMonths(microseconds, Math.Clamp(amount, -1_000_000, 1_000_000) * months, out moved);
        var sum = microseconds + ((Int128)amount * MicrosecondsOf(unit));
        moved = (long)Int128.Clamp(sum, long.MinValue / 2, long.MaxValue / 2);
        return moved == sum;
    }

    /// <summary>Whether clocks that go forward or back make some of the unit longer than others: days and more.</summary>
    public static bool IsOfCalendar(TimeUnit unit) => MicrosecondsOf(unit) is 0 or >= Civil.Day;

    /// <summary>Moves microseconds since 1970 on by so many months; a day that the month lacks becomes its last (31 January to 28 February).</summary>
    public static bool TryAddMonths(long microseconds, long months, out long result)
    {
        result = 0;
        var days = Civil.DayOf(microseconds);
        var date = Civil.ToDate(days);
        var total = (date.Year * 12L) + date.Month - 1 + months;
        if (total is < 12 or >= 120_000)
            return false;
        var (year, month) = ((int)(total / 12), (int)(total % 12) + 1);
        result = (Civil.ToDays(year, month, Math.Min(date.Day, DateTime.DaysInMonth(year, month))) * Civil.Day) + microseconds - (days * Civil.Day);
        return true;
    }

    /// <summary>The whole units from <paramref name="start"/> to <paramref name="end"/>; below 0 when the end is the earlier.</summary>
    public static long Between(long start, long end, TimeUnit unit)
    {
        if (MonthsOf(unit) == 0)
            return (end - start) / MicrosecondsOf(unit);
        var (first, last) = (Civil.ToDate(Civil.DayOf(start)), Civil.ToDate(Civil.DayOf(end)));
        var months = ((last.Year - first.Year) * 12L) + last.Month - first.Month;
        // The last month counts once its day and time are reached.
        TryAddMonths(start, months, out var reached);
        if (months > 0 && reached > end)
            months--;
        else if (months < 0 && reached < end)
            months++;
        return months / MonthsOf(unit);
    }

    /// <summary>The beginning of the unit that microseconds since 1970 lie in; weeks begin on Monday.</summary>
    public static long Truncate(long microseconds, TimeUnit unit)
    {
        if (unit == TimeUnit.Weeks)
            // 1970-01-01 was a Thursday.
            return (Civil.Floor(microseconds + (3 * Civil.Day), 7 * Civil.Day) * 7 * Civil.Day) - (3 * Civil.Day);
        if (MonthsOf(unit) is 0)
            return Civil.Floor(microseconds, MicrosecondsOf(unit)) * MicrosecondsOf(unit);
        var date = Civil.ToDate(Civil.DayOf(microseconds));
        return Civil.ToDays(date.Year, date.Month - ((date.Month - 1) % MonthsOf(unit)), 1) * Civil.Day;
    }
}
