using DataAggregator.Core.Schedules;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Schedules;

public sealed class DueInstantsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("0 * * * *", CatchUp.None, 5, "12:00")]
    [InlineData("0 * * * *", CatchUp.Last, 5, "12:00")]
    [InlineData("0 * * * *", CatchUp.All, 3.5, "09:00 10:00 11:00 12:00")]
    [InlineData("30 * * * *", CatchUp.None, 5, "")]
    [InlineData("30 * * * *", CatchUp.Last, 5, "11:30")]
    [InlineData("30 * * * *", CatchUp.Last, 0.1, "")]
    [InlineData("30 * * * *", CatchUp.All, 2, "10:30 11:30")]
    [InlineData("0 3 * * *", CatchUp.Last, 2000, "03:00")]
    public void What_passed_is_made_up_for_as_the_schedule_says(string expression, CatchUp catchUp, double hoursDown, string expected)
    {
        var cron = CronSchedule.Of(new Schedule { Expression = expression });

        var due = DueInstants.Of(cron, catchUp, Now - TimeSpan.FromHours(hoursDown), Now);

        string.Join(' ', due.Select(instant => instant.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture))).ShouldBe(expected);
    }

    [Fact]
    public void A_schedule_by_the_second_that_was_down_for_a_year_is_found_soon()
    {
        var cron = CronSchedule.Of(new Schedule { Expression = "* 0-10 * * * *" });

        DueInstants.Of(cron, CatchUp.Last, Now - TimeSpan.FromDays(365), Now.AddMinutes(20)).ShouldHaveSingleItem().ShouldBe(new(2026, 3, 2, 12, 10, 59, TimeSpan.Zero));
        DueInstants.Of(cron, CatchUp.All, Now - TimeSpan.FromDays(365), Now).Count.ShouldBe(DueInstants.AtOnce);
    }
}
