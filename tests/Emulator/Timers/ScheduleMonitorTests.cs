using DataAggregator.Emulator.Timers;
using Microsoft.Azure.Functions.Worker;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.Timers;

public sealed class ScheduleMonitorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimerSchedule Hourly = TimerSchedule.Parse("0 0 * * * *", TimeZoneInfo.Utc);

    [Fact]
    public void A_new_timer_is_due_at_its_next_occurrence()
    {
        var status = ScheduleMonitor.Resume(null, Hourly, Noon);

        status.Last.ShouldBe(default);
        status.Next.ShouldBe(new DateTime(2026, 3, 10, 13, 0, 0, DateTimeKind.Utc));
        status.LastUpdated.ShouldBe(Noon.UtcDateTime);
    }

    [Fact]
    public void An_occurrence_missed_while_the_host_was_down_stays_due()
    {
        var recorded = ScheduleMonitor.Advance(Hourly, Noon.AddHours(1));

        ScheduleMonitor.Resume(recorded, Hourly, Noon.AddHours(5)).Next.ShouldBe(Noon.AddHours(2).UtcDateTime);
    }

    [Fact]
    public void An_occurrence_missed_before_the_first_run_stays_due()
    {
        var recorded = ScheduleMonitor.Resume(null, Hourly, Noon);

        ScheduleMonitor.Resume(recorded, Hourly, Noon.AddHours(5)).Next.ShouldBe(Noon.AddHours(1).UtcDateTime);
    }

    [Fact]
    public void An_edited_schedule_starts_afresh_and_is_not_late()
    {
        var recorded = ScheduleMonitor.Resume(null, Hourly, Noon);
        var daily = TimerSchedule.Parse("0 0 3 * * *", TimeZoneInfo.Utc);

        ScheduleMonitor.Resume(recorded, daily, Noon.AddHours(5)).Next.ShouldBe(new DateTime(2026, 3, 11, 3, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public void Status_survives_a_restart_to_the_tick()
    {
        using var folder = new TemporaryFolder();
        var saved = new ScheduleStatus { Last = Noon.UtcDateTime.AddTicks(7), Next = Noon.AddHours(1).UtcDateTime, LastUpdated = Noon.UtcDateTime.AddTicks(9) };
        using (var store = new ScheduleStore(folder.File("timers.db")))
        {
            store.Find("Nightly").ShouldBeNull();
            store.Save("Nightly", new ScheduleStatus());
            store.Save("Nightly", saved);
        }

        using var reopened = new ScheduleStore(folder.File("timers.db"));
        var found = reopened.Find("Nightly").ShouldNotBeNull();

        found.ShouldBeEquivalentTo(saved);
        found.Next.Kind.ShouldBe(DateTimeKind.Utc);
        reopened.Find("Other").ShouldBeNull();
    }
}
