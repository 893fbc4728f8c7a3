using System.Globalization;
using NCrontab;

namespace DataAggregator.Emulator.Timers;

/// <summary>When a timer function is due: an NCRONTAB expression or a constant interval.</summary>
internal abstract class TimerSchedule
{
    /// <summary>A cron expression that is due twice within this, or a shorter interval, is too frequent to be worth monitoring.</summary>
    private static readonly TimeSpan MonitoringThreshold = TimeSpan.FromMinutes(1);

    /// <summary>The first instant after <paramref name="after"/> at which the function is due; null when there is none.</summary>
    public abstract DateTimeOffset? Next(DateTimeOffset after);

    /// <summary>Reads a schedule: five fields, six fields (seconds first), or an interval <c>hh:mm:ss</c>.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static TimerSchedule Parse(string text, TimeZoneInfo zone)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (fields.Length == 1 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval))
        {
            return interval > TimeSpan.Zero
                ? new IntervalSchedule(interval)
                : throw new FormatException($"'{text}' is not a schedule: an interval must be longer than zero.");
        }

        if (fields.Length is not (5 or 6))
        {
            throw new FormatException(
                $"'{text}' is not a schedule: write six fields ({{second}} {{minute}} {{hour}} {{day}} {{month}} {{day-of-week}}), five without seconds, or an interval hh:mm:ss.");
        }

        try
        {
            var cron = CrontabSchedule.Parse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields.Length == 6 });
            return new CronSchedule(cron, zone);
        }
        catch (CrontabException cause)
        {
            throw new FormatException($"'{text}' is not a schedule: {cause.Message}", cause);
        }
    }

    /// <summary>Whether occurrences lie far enough apart for a missed one to matter.</summary>
    public bool IsWorthMonitoring(DateTimeOffset now)
    {
        var first = Next(now);
        var second = first is null ? null : Next(first.Value);
        return first is null || second is null || second - first >= MonitoringThreshold;
    }

    private sealed class IntervalSchedule(TimeSpan interval) : TimerSchedule
    {
        public override DateTimeOffset? Next(DateTimeOffset after) => after + interval;
    }

    /// <summary>Expressions are read in wall-clock time of a zone; an occurrence that a clock change skips moves to the instant after the gap.</summary>
    private sealed class CronSchedule(CrontabSchedule cron, TimeZoneInfo zone) : TimerSchedule
    {
        public override DateTimeOffset? Next(DateTimeOffset after)
        {
            var wall = TimeZoneInfo.ConvertTime(after, zone).DateTime;
            var end = wall.Year > 9000 ? DateTime.MaxValue : wall.AddYears(100);
            while (true)
            {
                var next = cron.GetNextOccurrence(wall, end);
                if (next >= end)
                {
                    return null;
                }

                var instant = ToInstant(next);
                if (instant > after)
                {
                    return instant;
                }

                // The hour that a clock change repeats: its wall-clock times have passed once already.
                wall = next;
            }
        }

        private DateTimeOffset ToInstant(DateTime wall)
        {
            if (zone.IsInvalidTime(wall))
            {
                var before = zone.GetUtcOffset(wall.AddDays(-1));
                return new DateTimeOffset(wall, before).ToUniversalTime();
            }

            var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
            return new DateTimeOffset(wall, offset).ToUniversalTime();
        }
    }
}
