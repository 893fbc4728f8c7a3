using Cronos;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Schedules;

/// <summary>The instants of a cron schedule, exact over changes of the clock.</summary>
public sealed class CronSchedule
{
    private static readonly TimeSpan AnyChange = TimeSpan.FromHours(3);
    private readonly CronExpression expression;
    private readonly TimeZoneInfo zone;
    private readonly DaylightSaving dst;

    private CronSchedule(CronExpression expression, TimeZoneInfo zone, DaylightSaving dst)
    {
        this.expression = expression;
        this.zone = zone;
        this.dst = dst;
    }

    /// <summary>Reads a schedule; null when a problem was added.</summary>
    public static CronSchedule? Read(Schedule schedule, string path, Problems problems)
    {
        var before = problems.Count;
        var expression = ReadExpression(schedule.Expression.Trim(), $"{path}.expression", problems);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(schedule.Timezone.Trim(), out var zone))
        {
            var known = TimeZoneInfo.GetSystemTimeZones().Select(candidate => candidate.Id);
            problems.Add($"{path}.timezone", $"'{schedule.Timezone}' is no time zone.{Nearest.Hint(schedule.Timezone, known)} Give an IANA name such as Europe/Vienna, or a Windows name.");
        }

        return problems.Count == before ? new CronSchedule(expression!, zone!, schedule.Dst) : null;
    }

    /// <summary>The schedule of a definition that was saved, and so checked.</summary>
    /// <exception cref="InvalidDocumentException">It is none.</exception>
    public static CronSchedule Of(Schedule schedule)
    {
        var problems = new Problems();
        var read = Read(schedule, "$.schedule", problems);
        problems.ThrowIfAny();
        return read!;
    }

    /// <summary>The first instant after that one; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var from = after;
        while (expression.GetNextOccurrence(from, zone) is { } usual)
        {
            if (dst is { Gap: ClockGap.Shift, Overlap: ClockOverlap.First })
                return usual;
            if (Adjusted(from - AnyChange, usual + AnyChange).FirstOrDefault(instant => instant > after) is { Ticks: > 0 } next)
                return next.ToOffset(usual.Offset);
            from = usual;
        }

        return null;
    }

    /// <summary>The instants after the first and up to the second, in order.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset until)
    {
        for (var next = Next(after); next is { } instant && instant <= until; next = Next(instant))
            yield return instant;
    }

    private static CronExpression? ReadExpression(string text, string path, Problems problems)
    {
        var format = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard;
        try
        {
            var expression = CronExpression.Parse(text, format);
            if (expression.GetNextOccurrence(new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc)) is not null)
                return expression;
            problems.Add(path, $"'{text}' never comes: no month has such a day.");
        }
        catch (CronFormatException malformed)
        {
            var reason = malformed.Message.TrimEnd('.');
            problems.Add(path, $"'{text}' is no cron expression: {reason}. Write 'minute hour day month weekday' such as '0 8 * * 1-5', seconds before them if needed, or @hourly, @daily, @weekly, @monthly.");
        }

        return null;
    }

    private SortedSet<DateTimeOffset> Adjusted(DateTimeOffset from, DateTimeOffset to)
    {
        var instants = new SortedSet<DateTimeOffset>();
        foreach (var usual in expression.GetOccurrences(from, to, zone, toInclusive: true))
        {
            var wall = TimeZoneInfo.ConvertTime(usual, zone).DateTime;
            if (zone.IsAmbiguousTime(wall))
                instants.UnionWith(Twice(wall, usual));
            else if (dst.Gap == ClockGap.Shift || IsWritten(wall))
                instants.Add(usual);
        }

        return instants;
    }

    /// <summary>Whether the expression itself has that time of the clock; one that was moved out of a gap it has not.</summary>
    private bool IsWritten(DateTime wall)
    {
        var utc = DateTime.SpecifyKind(wall, DateTimeKind.Utc);
        return expression.GetNextOccurrence(utc, inclusive: true) == utc;
    }

    private IEnumerable<DateTimeOffset> Twice(DateTime wall, DateTimeOffset usual)
    {
        var offsets = zone.GetAmbiguousTimeOffsets(wall);
        var first = new DateTimeOffset(wall, offsets.Max());
        var second = new DateTimeOffset(wall, offsets.Min());
        // What goes by elapsed time comes in both hours already.
        if (expression.GetNextOccurrence(second, zone, inclusive: true) == second)
            return [usual];
        return dst.Overlap switch
        {
            ClockOverlap.First => [first],
            ClockOverlap.Last => [second],
            _ => [first, second],
        };
    }
}
