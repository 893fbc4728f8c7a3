using DataAggregator.Emulator;
using DataAggregator.Emulator.Timers;
using Microsoft.Azure.Functions.Worker;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.Timers;

public sealed class TimerTriggerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly Recorder<TimerInfo> _runs = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_function_runs_when_it_is_due_and_is_told_its_schedule()
    {
        await using var host = await StartAsync<Hourly>();
        await _time.TimersAsync();
        _time.NextTimer.ShouldBe(TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromMinutes(59));
        _runs.IsEmpty.ShouldBeTrue();

        _time.Advance(TimeSpan.FromMinutes(1));
        var first = await _runs.NextAsync();
        await _time.TimersAsync();
        _time.Advance(TimeSpan.FromHours(1));
        var second = await _runs.NextAsync();

        first.IsPastDue.ShouldBeFalse();
        first.ScheduleStatus.ShouldNotBeNull().Last.ShouldBe(default);
        first.ScheduleStatus.Next.ShouldBe(new DateTime(2026, 3, 10, 13, 0, 0, DateTimeKind.Utc));
        second.ScheduleStatus.ShouldNotBeNull().Last.ShouldBe(new DateTime(2026, 3, 10, 13, 0, 0, DateTimeKind.Utc));
        second.ScheduleStatus.Next.ShouldBe(new DateTime(2026, 3, 10, 14, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task A_run_missed_while_the_host_was_down_runs_once_at_the_next_start()
    {
        await using (await StartAsync<Hourly>())
        {
            await _time.TimersAsync();
        }

        _time.Jump(TimeSpan.FromHours(5));
        await using var host = await StartAsync<Hourly>();
        var late = await _runs.NextAsync();
        await _time.TimersAsync();

        late.IsPastDue.ShouldBeTrue();
        late.ScheduleStatus.ShouldNotBeNull().Next.ShouldBe(new DateTime(2026, 3, 10, 13, 0, 0, DateTimeKind.Utc));
        _time.NextTimer.ShouldBe(TimeSpan.FromHours(1));
        _runs.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task A_restart_before_the_occurrence_runs_nothing()
    {
        await using (await StartAsync<Hourly>())
        {
            await _time.TimersAsync();
        }

        _time.Jump(TimeSpan.FromMinutes(40));
        await using var host = await StartAsync<Hourly>();
        await _time.TimersAsync();

        _time.NextTimer.ShouldBe(TimeSpan.FromMinutes(20));
        _runs.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_that_a_kill_broke_off_runs_again()
    {
        var never = new TaskCompletionSource();
        _runs.Behaviour = async (_, cancellationToken) => await never.Task.WaitAsync(cancellationToken);
        await using var host = await StartAsync<Hourly>();
        await _time.TimersAsync();
        _time.Advance(TimeSpan.FromHours(1));
        await _runs.NextAsync();

        using var afterKill = _folder.AsAfterKill();
        _time.Jump(TimeSpan.FromMinutes(1));
        var again = new Recorder<TimerInfo>();
        await using var restarted = await TestHost.StartAsync<Hourly>(afterKill, _time, again);

        (await again.NextAsync()).IsPastDue.ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_that_the_stop_broke_off_runs_again()
    {
        _runs.Behaviour = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        await using (await StartAsync<Hourly>())
        {
            await _time.TimersAsync();
            _time.Advance(TimeSpan.FromHours(1));
            await _runs.NextAsync();
        }

        _time.Jump(TimeSpan.FromMinutes(1));
        _runs.Behaviour = (_, _) => Task.CompletedTask;
        await using var restarted = await StartAsync<Hourly>();

        (await _runs.NextAsync()).IsPastDue.ShouldBeTrue();
    }

    [Fact]
    public async Task Run_on_startup_runs_at_each_start()
    {
        await using (await StartAsync<AtStart>())
        {
            (await _runs.NextAsync()).IsPastDue.ShouldBeFalse();
        }

        await using var host = await StartAsync<AtStart>();
        (await _runs.NextAsync()).IsPastDue.ShouldBeFalse();
    }

    [Fact]
    public async Task A_function_never_overlaps_itself_and_occurrences_meanwhile_become_one()
    {
        var release = new TaskCompletionSource();
        var running = 0;
        var most = 0;
        _runs.Behaviour = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await release.Task;
            Interlocked.Decrement(ref running);
        };
        await using var host = await StartAsync<Hourly>();
        await _time.TimersAsync();
        _time.Advance(TimeSpan.FromHours(1));
        await _runs.NextAsync();

        _time.Advance(TimeSpan.FromHours(3.5));
        _runs.IsEmpty.ShouldBeTrue();
        release.SetResult();
        await _runs.NextAsync();
        await _time.TimersAsync();

        most.ShouldBe(1);
        _runs.IsEmpty.ShouldBeTrue();
        _time.NextTimer.ShouldBe(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task A_failing_run_does_not_stop_the_schedule()
    {
        _runs.Behaviour = (_, _) => throw new InvalidOperationException("broken");
        await using var host = await StartAsync<Hourly>();
        await _time.TimersAsync();
        _time.Advance(TimeSpan.FromHours(1));
        await _runs.NextAsync();
        await _time.TimersAsync();

        _time.Advance(TimeSpan.FromHours(1));
        (await _runs.NextAsync()).ScheduleStatus.ShouldNotBeNull().Last.ShouldBe(new DateTime(2026, 3, 10, 13, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task A_retry_policy_repeats_a_failing_run_after_its_pauses()
    {
        var runs = new Recorder<RetryContext>();
        runs.Behaviour = (retry, _) => retry.RetryCount < 2 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        await using var host = await TestHost.StartAsync<Retried>(_folder, _time, runs);
        await _time.TimersAsync();
        _time.Advance(TimeSpan.FromHours(1));
        await runs.NextAsync();
        await _time.TimersAsync();
        _time.NextTimer.ShouldBe(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10));
        await runs.NextAsync();
        await _time.TimersAsync();
        _time.NextTimer.ShouldBe(TimeSpan.FromSeconds(20));
        _time.Advance(TimeSpan.FromSeconds(20));

        var third = await runs.NextAsync();
        await _time.TimersAsync();

        (third.RetryCount, third.MaxRetryCount).ShouldBe((2, 5));
        _time.NextTimer.ShouldBe(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_schedule_may_be_a_setting_and_frequent_ones_are_not_recorded()
    {
        await using var host = await StartAsync<BySetting>(new() { ["Nightly:Schedule"] = "00:00:10" });
        await _time.TimersAsync();
        _time.Advance(TimeSpan.FromSeconds(10));

        (await _runs.NextAsync()).ScheduleStatus.ShouldBeNull();
        using var store = new ScheduleStore(_folder.File("timers.db"));
        store.Find("BySetting").ShouldBeNull();
    }

    [Fact]
    public async Task A_zone_setting_moves_wall_clock_schedules()
    {
        await using var host = await StartAsync<AtNine>(new() { ["WEBSITE_TIME_ZONE"] = "America/New_York" });
        await _time.TimersAsync();

        _time.Advance(TimeSpan.FromHours(1));

        (await _runs.NextAsync()).ScheduleStatus.ShouldNotBeNull().Next.ShouldBe(new DateTime(2026, 3, 10, 13, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task A_clock_that_jumps_is_noticed_within_an_hour()
    {
        await using var host = await StartAsync<AtNine>();
        await _time.TimersAsync();
        _time.NextTimer.ShouldBe(TimeSpan.FromHours(1));
        _time.Jump(TimeSpan.FromHours(30));

        _time.Advance(TimeSpan.Zero);

        (await _runs.NextAsync()).IsPastDue.ShouldBeFalse();
    }

    [Fact]
    public async Task A_bad_schedule_or_setting_is_a_start_error_that_names_function_and_expression()
    {
        (await Should.ThrowAsync<EmulatorStartException>(() => StartAsync<Bad>())).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain("'Bad'"), message => message.ShouldContain("'99 * * * * *'"));
        (await Should.ThrowAsync<EmulatorStartException>(() => StartAsync<BySetting>())).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain("'BySetting'"), message => message.ShouldContain("Nightly:Schedule"));
        (await Should.ThrowAsync<EmulatorStartException>(() => StartAsync<Hourly>(new() { ["WEBSITE_TIME_ZONE"] = "Nowhere" }))).Message.ShouldContain("Nowhere");
        (await Should.ThrowAsync<EmulatorStartException>(() => StartAsync<BadRetry>())).Message.ShouldContain("'soon'");
    }

    private Task<TestHost> StartAsync<TFunctions>(Dictionary<string, string?>? settings = null)
        => TestHost.StartAsync<TFunctions>(_folder, _time, _runs, settings);

    private sealed class Hourly(Recorder<TimerInfo> runs)
    {
        [Function(nameof(Hourly))]
        public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => runs.SeeAsync(timer, cancellationToken);
    }

    private sealed class AtStart(Recorder<TimerInfo> runs)
    {
        [Function(nameof(AtStart))]
        public Task Run([TimerTrigger("0 0 * * * *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken) => runs.SeeAsync(timer, cancellationToken);
    }

    private sealed class AtNine(Recorder<TimerInfo> runs)
    {
        [Function(nameof(AtNine))]
        public Task Run([TimerTrigger("0 9 * * *")] TimerInfo timer, CancellationToken cancellationToken) => runs.SeeAsync(timer, cancellationToken);
    }

    private sealed class BySetting(Recorder<TimerInfo> runs)
    {
        [Function(nameof(BySetting))]
        public Task Run([TimerTrigger("%Nightly:Schedule%")] TimerInfo timer, CancellationToken cancellationToken) => runs.SeeAsync(timer, cancellationToken);
    }

    private sealed class Retried(Recorder<RetryContext> runs)
    {
        [Function(nameof(Retried))]
        [ExponentialBackoffRetry(5, "00:00:10", "00:01:00")]
        public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer, FunctionContext context) => runs.SeeAsync(context.RetryContext, context.CancellationToken);
    }

    private sealed class Bad
    {
        [Function(nameof(Bad))]
        public void Run([TimerTrigger("99 * * * * *")] TimerInfo timer) => timer.ShouldNotBeNull();
    }

    private sealed class BadRetry
    {
        [Function(nameof(BadRetry))]
        [FixedDelayRetry(5, "soon")]
        public void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => timer.ShouldNotBeNull();
    }
}
