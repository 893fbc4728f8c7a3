using System.Globalization;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Schedules;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Schedules;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("0 8 * * *", "UTC", "2026-01-01T08:00:00Z", "2026-01-02T08:00:00Z")]
    [InlineData("0 8 * * *", "Europe/Vienna", "2026-01-01T07:00:00Z", "2026-01-02T07:00:00Z")]
    [InlineData("0 8 * * *", "W. Europe Standard Time", "2026-01-01T07:00:00Z", "2026-01-02T07:00:00Z")]
    [InlineData("*/20 0 0 * * *", "UTC", "2026-01-01T00:00:20Z", "2026-01-01T00:00:40Z")]
    [InlineData("@daily", "UTC", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z")]
    [InlineData("30 9 * JAN MON-FRI", "UTC", "2026-01-01T09:30:00Z", "2026-01-02T09:30:00Z")]
    [InlineData("0 0 29 2 *", "UTC", "2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z")]
    public void Instants_follow_the_expression_and_its_zone(string expression, string zone, string first, string second) =>
        Next(new Schedule { Expression = expression, Timezone = zone }, "2026-01-01T00:00:00Z", 2).ShouldBe([first, second]);

    [Theory]
    [InlineData(ClockGap.Shift, "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData(ClockGap.Skip, "2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z")]
    public void A_time_that_does_not_exist_is_shifted_or_skipped(ClockGap gap, params string[] expected) =>
        Next(new Schedule { Expression = "30 2 * * *", Timezone = "Europe/Vienna", Dst = new() { Gap = gap } }, "2026-03-28T00:00:00Z", 3).ShouldBe(expected);

    [Theory]
    [InlineData(ClockOverlap.First, "2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData(ClockOverlap.Last, "2026-10-24T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData(ClockOverlap.Both, "2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")]
    public void A_time_that_comes_twice_is_the_first_the_last_or_both(ClockOverlap overlap, params string[] expected) =>
        Next(new Schedule { Expression = "30 2 * * *", Timezone = "Europe/Vienna", Dst = new() { Overlap = overlap } }, "2026-10-24T00:00:00Z", 3).ShouldBe(expected);

    [Theory]
    [InlineData(ClockOverlap.First)]
    [InlineData(ClockOverlap.Last)]
    [InlineData(ClockOverlap.Both)]
    public void What_goes_by_elapsed_time_goes_on_through_every_change(ClockOverlap overlap)
    {
        var schedule = CronSchedule.Of(new Schedule { Expression = "*/30 * * * *", Timezone = "Europe/Vienna", Dst = new() { Overlap = overlap } });

        foreach (var day in new[] { "2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z" })
        {
            var from = DateTimeOffset.Parse(day, CultureInfo.InvariantCulture);
            schedule.Between(from, from.AddHours(4)).Select(instant => (instant - from).TotalMinutes).ShouldBe([30, 60, 90, 120, 150, 180, 210, 240]);
        }
    }

    [Theory]
    [InlineData("0 25 * * *", "UTC", "$.schedule.expression", "0 8 * * 1-5")]
    [InlineData("every day", "UTC", "$.schedule.expression", "@daily")]
    [InlineData("0 0 31 2 *", "UTC", "$.schedule.expression", "never comes")]
    [InlineData("0 8 * * *", "Europe/Viena", "$.schedule.timezone", "Did you mean 'Europe/Vienna'?")]
    public void What_is_wrong_is_told_with_the_way_out(string expression, string zone, string path, string hint)
    {
        var problems = new Problems();

        CronSchedule.Read(new Schedule { Expression = expression, Timezone = zone }, "$.schedule", problems).ShouldBeNull();

        var problem = problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(path);
        problem.Message.ShouldContain(hint);
    }

    private static IEnumerable<string> Next(Schedule schedule, string after, int count)
    {
        var cron = CronSchedule.Of(schedule);
        return cron.Between(DateTimeOffset.Parse(after, CultureInfo.InvariantCulture), DateTimeOffset.MaxValue.AddYears(-1))
            .Take(count).Select(instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }
}
