using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Emulator.Timers;

/// <summary>Compares what was recorded of a schedule with the schedule as it is now.</summary>
internal static class ScheduleMonitor
{
    /// <summary>
    /// The status to go on from at a start. An occurrence missed while the host was down stays in <see cref="ScheduleStatus.Next"/>, in the past;
    /// a schedule that was edited meanwhile starts afresh and is never late.
    /// </summary>
    public static ScheduleStatus Resume(ScheduleStatus? recorded, TimerSchedule schedule, DateTimeOffset now)
    {
        if (recorded is null)
        {
            return Fresh(schedule, now);
        }

        var basis = recorded.Last == default ? recorded.LastUpdated : recorded.Last;
        return recorded.Next == NextAfter(schedule, basis) ? recorded : Fresh(schedule, now);
    }

    /// <summary>The status after a run that started at an instant.</summary>
    public static ScheduleStatus Advance(TimerSchedule schedule, DateTimeOffset startedAt)
        => new() { Last = startedAt.UtcDateTime, Next = NextAfter(schedule, startedAt.UtcDateTime), LastUpdated = startedAt.UtcDateTime };

    private static ScheduleStatus Fresh(TimerSchedule schedule, DateTimeOffset now)
        => new() { Next = NextAfter(schedule, now.UtcDateTime), LastUpdated = now.UtcDateTime };

    private static DateTime NextAfter(TimerSchedule schedule, DateTime basis)
        => schedule.Next(new DateTimeOffset(basis, TimeSpan.Zero))?.UtcDateTime ?? DateTime.MaxValue;
}
