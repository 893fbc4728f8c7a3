using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>The parts of a moment as they are read one by one.</summary>
internal struct TimeParts
{
    private int year = 1970;
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private int hour;
    private int half;
    private bool isHalfDay;
    private int minute;
    private int second;
    private int fraction;
    private long? count;

    public TimeParts()
    {
    }

    /// <summary>The offset from UTC in microseconds; null where the text has none.</summary>
    public long? Offset { get; private set; }

    /// <summary>Whether there is such a date and time.</summary>
    public readonly bool IsValid =>
        count is not null
        || (Civil.IsDate(year, month, day)
            && dayOfYear <= (DateTime.IsLeapYear(year) ? 366 : 365)
            && (isHalfDay ? hour is >= 1 and <= 12 : hour <= 23)
            && minute <= 59
            && second <= 59
            && Civil.IsMicrosecond(Local - (Offset ?? 0)));

    /// <summary>Microseconds since 1970 as the text has them, before its offset.</summary>
    public readonly long Local
    {
        get
        {
            if (count is { } counted)
                return counted;
            var date = dayOfYear > 0 ? Civil.ToDays(year, 1, 1) + dayOfYear - 1 : Civil.ToDays(year, month, day);
            return (date * Civil.Day) + Time;
        }
    }

    /// <summary>Microseconds since midnight.</summary>
    public readonly long Time =>
        ((isHalfDay ? (hour % 12) + (12 * half) : hour) * Civil.Hour) + (minute * Civil.Minute) + (second * Civil.Second) + fraction;

    /// <summary>Takes a part; false when it cannot be that.</summary>
    public bool Set(TimeField field, int value)
    {
        switch (field)
        {
            case TimeField.Year:
                year = value;
                break;
            case TimeField.ShortYear:
                year = value + (value < 69 ? 2000 : 1900);
                break;
            case TimeField.Month:
                month = value;
                break;
            case TimeField.Day:
                day = value;
                break;
            case TimeField.DayOfYear:
                dayOfYear = value;
                return value > 0;
            case TimeField.Hour:
                hour = value;
                break;
            case TimeField.HalfDayHour:
                (hour, isHalfDay) = (value, true);
                break;
            case TimeField.HalfDay:
                half = value;
                break;
            case TimeField.Minute:
                minute = value;
                break;
            case TimeField.Second:
                second = value;
                break;
            default:
                fraction = value;
                break;
        }

        return true;
    }

    /// <summary>Takes the offset.</summary>
    public bool SetOffset(long offset)
    {
        Offset = offset;
        return true;
    }

    /// <summary>Takes a count since 1970; false when it is out of the calendar or finer than a microsecond.</summary>
    public bool SetCount(TimeField unit, Decimal38 value)
    {
        var factor = unit switch { TimeField.UnixSeconds => Civil.Second, TimeField.UnixMilliseconds => 1000, _ => 1 };
        try
        {
            if (!(value * Decimal38.FromInt64(factor)).TryToInt64(out var microseconds))
                return false;
            (count, Offset) = (microseconds, 0);
            return Civil.IsMicrosecond(microseconds);
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
