using DataAggregator.Core.Runs;
using DataAggregator.Orchestrations.Runs;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Runs;

public sealed class LeaseWatchTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private readonly TwoClocks time = new();
    private readonly LeaseWatch watch;

    public LeaseWatchTests() => watch = new(Lease, time);

    [Theory]
    [InlineData(10)]
    [InlineData(0)]
    [InlineData(-10)]
    public void A_run_whose_worker_lives_is_left_alone_whatever_the_clock_says(int hours)
    {
        var beat = time.GetUtcNow();
        watch.Look([Run(beat)]);
        time.Wall += TimeSpan.FromHours(hours);

        for (var second = 0; second < 300; second += 5)
        {
            time.Pass(TimeSpan.FromSeconds(5));
            // The worker's own clock was not set.
            beat += TimeSpan.FromSeconds(5);
            watch.Look([Run(beat)]);
            watch.HasLapsed(Run(beat)).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(0)]
    [InlineData(-10)]
    public void A_run_whose_worker_is_dead_is_taken_over_after_its_lease_whatever_the_clock_says(int hours)
    {
        var run = Run(time.GetUtcNow());
        watch.Look([run]);
        time.Wall += TimeSpan.FromHours(hours);
        time.Pass(TimeSpan.FromSeconds(59));
        watch.HasLapsed(run).ShouldBeFalse();

        time.Pass(TimeSpan.FromSeconds(1));

        watch.HasLapsed(run).ShouldBeTrue();
    }

    [Fact]
    public void A_run_that_waits_to_try_again_is_granted_its_wait()
    {
        var now = time.GetUtcNow();
        var run = Run(now) with { LeaseUntil = now.AddHours(1) + Lease };
        watch.Look([run]);

        time.Pass(TimeSpan.FromHours(1));
        watch.HasLapsed(run).ShouldBeFalse();
        time.Pass(Lease);
        watch.HasLapsed(run).ShouldBeTrue();
    }

    [Fact]
    public void A_host_that_comes_late_believes_the_clock_about_a_wait_but_looks_for_a_lease_itself()
    {
        var run = Run(time.GetUtcNow().AddHours(-3)) with { LeaseUntil = time.GetUtcNow().AddHours(-1) };
        watch.HasLapsed(run).ShouldBeFalse("it has not seen it yet");
        watch.Look([run]);

        time.Pass(Lease);

        watch.HasLapsed(run).ShouldBeTrue();
    }

    [Fact]
    public void A_new_epoch_begins_anew()
    {
        var run = Run(time.GetUtcNow());
        watch.Look([run]);
        time.Pass(Lease);
        var next = run with { Epoch = 2 };

        watch.Look([next]);

        watch.HasLapsed(next).ShouldBeFalse();
    }

    private static Run Run(DateTimeOffset beat) => new()
    {
        Id = "1",
        Key = "1",
        PipelineId = "p",
        PipelineName = "p",
        PipelineVersion = 1,
        Status = RunStatus.Running,
        Trigger = "manual",
        Parameters = default,
        LogicalTime = beat,
        CreatedAt = beat,
        HeartbeatAt = beat,
        LeaseUntil = beat + Lease,
    };

    private sealed class TwoClocks : TimeProvider
    {
        private TimeSpan elapsed;

        public DateTimeOffset Wall { get; set; } = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall + elapsed;

        public override long GetTimestamp() => elapsed.Ticks;

        public void Pass(TimeSpan span) => elapsed += span;
    }
}
