using DataAggregator.Core.Records;

namespace DataAggregator.Formats.Excel;

/// <summary>
/// Turns the days that workbooks count into dates and back. The ordinary epoch counts 1900-01-01 as 1 and a 29 February 1900 that never
/// was as 60; the other one counts 1904-01-01 as 0. Times are kept to the millisecond: doubles hold no more of them reliably.
/// </summary>
internal static class ExcelDate
{
    private const double LastDay = 2_958_466;
    private const long MicrosecondsPerDay = 86_400_000_000;
    private const long MillisecondsPerDay = 86_400_000;

    // Days from 1970-01-01 back to the day before each epoch's day 0 or 1.
    private const long Epoch1904 = -24_107;
    private const long EpochBeforeLeapDay = -25_568;
    private const long EpochAfterLeapDay = -25_569;

    /// <summary>The value that a number of days is, by its format; a date with a time of day is both.</summary>
    public static bool TryRead(double days, ExcelDateFormat format, bool is1904, out DataType type, out long value)
    {
        (type, value) = (DataType.LocalTimestamp, 0);
        if (!(days >= 0 && days < LastDay))
            return false;
        var milliseconds = (long)Math.Round(days * MillisecondsPerDay, MidpointRounding.AwayFromZero);
        var (day, time) = Math.DivRem(milliseconds, MillisecondsPerDay);
        if (format == ExcelDateFormat.Time && day == 0)
        {
            (type, value) = (DataType.Time, time * 1000);
            return true;
        }

        if (!is1904 && day is 0 or 60)
            return false;
        var date = day + (is1904 ? Epoch1904 : day < 60 ? EpochBeforeLeapDay : EpochAfterLeapDay);
        type = format == ExcelDateFormat.Date && time == 0 ? DataType.Date : DataType.LocalTimestamp;
        value = type == DataType.Date ? date : (date * MicrosecondsPerDay) + (time * 1000);
        return true;
    }

    /// <summary>The days that a value is in the ordinary epoch; false for one before March 1900 or finer than a millisecond.</summary>
    public static bool TryWrite(DataType type, long value, out double days)
    {
        days = 0;
        if (type == DataType.Time)
            days = (double)value / MicrosecondsPerDay;
        else if (type == DataType.Date)
            days = value - EpochAfterLeapDay;
        else
            days = ((double)value / MicrosecondsPerDay) - EpochAfterLeapDay;
        if (type == DataType.Time ? days is < 0 or >= 1 : days is < 61 or >= LastDay)
            return false;
        return type == DataType.Date || value % 1000 == 0;
    }
}
