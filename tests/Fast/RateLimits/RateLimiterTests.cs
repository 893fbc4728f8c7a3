using DataAggregator.Core.RateLimits;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.RateLimits;

/// <summary>Permits that hosts take together, in blocks where the limit is high.</summary>
public sealed class RateLimiterTests
{
    private static readonly RateLimit Low = new("low", 3, TimeSpan.FromMinutes(1));
    private static readonly RateLimit High = new("high", 1200, TimeSpan.FromMinutes(1));
    private readonly SteppedTime time = new();
    private readonly CountedPermits permits;

    public RateLimiterTests() => permits = new CountedPermits(new ProcessPermits(time));

    [Fact]
    public void Permits_are_given_in_blocks_only_where_many_are_used_in_a_moment()
    {
        (Low.MostAtATime, Low.Hold).ShouldBe((1, TimeSpan.Zero));
        (High.MostAtATime, High.Hold).ShouldBe((20, TimeSpan.FromSeconds(1)));
        var second = new RateLimit("second", 100, TimeSpan.FromSeconds(1));
        (second.MostAtATime, second.Hold).ShouldBe((5, TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public async Task A_limit_is_told_with_what_is_left_and_when_there_is_more()
    {
        using var limiter = Host();
        (await TryAsync(limiter, Low)).ShouldBe(new Permit(true, 2, TimeSpan.FromSeconds(60)));
        time.Now += TimeSpan.FromSeconds(20);
        (await TryAsync(limiter, Low)).ShouldBe(new Permit(true, 1, TimeSpan.FromSeconds(40)));
        (await TryAsync(limiter, Low)).ShouldBe(new Permit(true, 0, TimeSpan.FromSeconds(40)));
        (await TryAsync(limiter, Low)).ShouldBe(new Permit(false, 0, TimeSpan.FromSeconds(40)));
        var questions = permits.Questions;
        time.Now += TimeSpan.FromSeconds(30);

        (await TryAsync(limiter, Low)).ShouldBe(new Permit(false, 0, TimeSpan.FromSeconds(10)));
        permits.Questions.ShouldBe(questions, "until then there is nothing to ask for");
        time.Now += TimeSpan.FromSeconds(10);
        (await TryAsync(limiter, Low)).ShouldBe(new Permit(true, 0, TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Hosts_that_come_and_go_never_use_more_than_the_limit_in_any_period(int seed)
    {
        var random = new Random(seed);
        var hosts = Enumerable.Range(0, 3).Select(_ => Host()).ToArray();
        var used = new List<TimeSpan>();
        for (var request = 0; request < 20_000; request++)
        {
            time.Now += TimeSpan.FromMilliseconds(random.Next(random.Next(50) == 0 ? 3000 : 12));
            if (random.Next(500) == 0)
                hosts[random.Next(hosts.Length)] = Host();
            if ((await TryAsync(hosts[random.Next(hosts.Length)], High)).IsGranted)
                used.Add(time.Now);
        }

        var first = 0;
        for (var last = 0; last < used.Count; last++)
        {
            while (used[last] - used[first] >= High.Period)
                first++;
            (last - first + 1).ShouldBeLessThanOrEqualTo(High.Permits);
        }

        used.Count.ShouldBeGreaterThan((int)(0.5 * High.Permits * (time.Now / High.Period)), "most of the limit is of use, although pauses cut blocks short");
        permits.Questions.ShouldBeLessThan(used.Count / 3);
    }

    [Fact]
    public async Task Who_needs_few_takes_few()
    {
        using var limiter = Host();
        for (var request = 0; request < 100; request++)
        {
            (await TryAsync(limiter, High)).IsGranted.ShouldBeTrue();
            time.Now += TimeSpan.FromSeconds(2);
        }

        permits.Given.ShouldBe(100);
    }

    [Fact]
    public async Task What_a_host_did_not_use_in_time_is_lost()
    {
        using var limiter = Host();
        for (var request = 0; request < 16; request++)
            await TryAsync(limiter, High);
        permits.Given.ShouldBe(1 + 2 + 4 + 8 + 16);
        time.Now += High.Hold;

        await TryAsync(limiter, High);

        permits.Given.ShouldBe(31 + 1, "of the last block only one was used");
    }

    [Fact]
    public async Task Who_waits_for_a_question_that_fails_is_told_so_and_who_comes_later_asks_anew()
    {
        var asked = new BrokenPermits();
        using var limiter = new RateLimiter(asked, time);
        var waiting = Enumerable.Range(0, 5).Select(_ => TryAsync(limiter, Low).AsTask()).ToArray();

        asked.Fail();
        foreach (var request in waiting)
            (await Should.ThrowAsync<IOException>(() => request)).Message.ShouldBe("away");

        asked.Questions.ShouldBe(1);
        await Should.ThrowAsync<IOException>(() => TryAsync(limiter, Low).AsTask());
        asked.Questions.ShouldBe(2);
    }

    private static ValueTask<Permit> TryAsync(RateLimiter limiter, RateLimit limit) => limiter.TryAsync(limit, CancellationToken.None);

    private RateLimiter Host() => new(permits, time);

    private sealed class CountedPermits(IPermitStore permits) : IPermitStore
    {
        public int Questions { get; private set; }

        public int Given { get; private set; }

        public async Task<PermitGrant> TakeAsync(RateLimit limit, int wanted, CancellationToken cancellationToken)
        {
            var grant = await permits.TakeAsync(limit, wanted, cancellationToken);
            Questions++;
            Given += grant.Granted;
            return grant;
        }
    }

    private sealed class BrokenPermits : IPermitStore
    {
        private readonly TaskCompletionSource<PermitGrant> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Questions { get; private set; }

        public void Fail() => answer.SetException(new IOException("away"));

        public Task<PermitGrant> TakeAsync(RateLimit limit, int wanted, CancellationToken cancellationToken)
        {
            Questions++;
            return answer.Task;
        }
    }

    private sealed class SteppedTime : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
