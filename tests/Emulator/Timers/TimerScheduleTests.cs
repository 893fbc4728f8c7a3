using DataAggregator.Emulator.Timers;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.Timers;

public sealed class TimerScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("*/15 * * * * *", "2026-03-10T08:00:15Z", "2026-03-10T08:00:30Z")]
    [InlineData("0 */5 * * * *", "2026-03-10T08:05:00Z", "2026-03-10T08:10:00Z")]
    [InlineData("30 2 * * *", "2026-03-11T02:30:00Z", "2026-03-12T02:30:00Z")]
    [InlineData("0 30 9 * * Mon-Fri", "2026-03-10T09:30:00Z", "2026-03-11T09:30:00Z")]
    [InlineData("0 0 0 29 Feb *", "2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z")]
    [InlineData("00:00:45", "2026-03-10T08:00:45Z", "2026-03-10T08:01:30Z")]
    [InlineData("1.00:00:00", "2026-03-11T08:00:00Z", "2026-03-12T08:00:00Z")]
    public void An_expression_is_due_at(string text, string first, string second)
    {
        var schedule = TimerSchedule.Parse(text, TimeZoneInfo.Utc);

        var next = schedule.Next(Start);

        next.ShouldBe(DateTimeOffset.Parse(first));
        schedule.Next(next!.Value).ShouldBe(DateTimeOffset.Parse(second));
    }

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("* * * * * * *")]
    [InlineData("61 * * * * *")]
    [InlineData("every minute")]
    [InlineData("00:00:00")]
    [InlineData("-00:01:00")]
    public void A_bad_expression_is_quoted(string text)
        => Should.Throw<FormatException>(() => TimerSchedule.Parse(text, TimeZoneInfo.Utc)).Message.ShouldContain($"'{text}'");

    [Fact]
    public void A_date_that_never_comes_is_never_due()
        => TimerSchedule.Parse("0 0 0 30 2 *", TimeZoneInfo.Utc).Next(Start).ShouldBeNull();

    [Theory]
    [InlineData("* * * * * *", false)]
    [InlineData("*/30 * * * * *", false)]
    [InlineData("00:00:59", false)]
    [InlineData("0 * * * * *", true)]
    [InlineData("00:01:00", true)]
    public void Only_schedules_of_a_minute_or_more_are_monitored(string text, bool monitored)
        => TimerSchedule.Parse(text, TimeZoneInfo.Utc).IsWorthMonitoring(Start).ShouldBe(monitored);

    [Fact]
    public void Wall_clock_times_follow_the_zone()
    {
        var schedule = TimerSchedule.Parse("0 30 9 * * *", Zone("Europe/Berlin"));

        schedule.Next(new(2026, 1, 10, 0, 0, 0, TimeSpan.Zero)).ShouldBe(new DateTimeOffset(2026, 1, 10, 8, 30, 0, TimeSpan.Zero));
        schedule.Next(new(2026, 7, 10, 0, 0, 0, TimeSpan.Zero)).ShouldBe(new DateTimeOffset(2026, 7, 10, 7, 30, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_time_that_a_clock_change_skips_runs_once_right_after_the_gap()
    {
        var schedule = TimerSchedule.Parse("0 30 2 * * *", Zone("Europe/Berlin"));

        var next = schedule.Next(new(2026, 3, 29, 0, 0, 0, TimeSpan.Zero));

        next.ShouldBe(new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero));
        schedule.Next(next!.Value).ShouldBe(new DateTimeOffset(2026, 3, 30, 0, 30, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_time_that_a_clock_change_repeats_runs_once()
    {
        var schedule = TimerSchedule.Parse("0 30 2 * * *", Zone("Europe/Berlin"));

        var next = schedule.Next(new(2026, 10, 24, 23, 0, 0, TimeSpan.Zero));

        next.ShouldBe(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero));
        schedule.Next(next!.Value).ShouldBe(new DateTimeOffset(2026, 10, 26, 1, 30, 0, TimeSpan.Zero));
    }

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);
}
