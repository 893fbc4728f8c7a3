using DataAggregator.Core.Pipelines;
using DataAggregator.Orchestrations.Runs;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Runs;

public sealed class RetryDelayTests
{
    [Fact]
    public void Delays_double_with_up_to_a_quarter_of_jitter_that_a_replay_repeats()
    {
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var delay = RetryDelay.Of(new RetryPolicy(), attempt, "run-1");

            delay.TotalSeconds.ShouldBeInRange(Math.Pow(2, attempt - 1), 1.25 * Math.Pow(2, attempt - 1));
            RetryDelay.Of(new RetryPolicy(), attempt, "run-1").ShouldBe(delay);
            RetryDelay.Of(new RetryPolicy(), attempt, "run-2").ShouldNotBe(delay);
        }
    }

    [Fact]
    public void The_cap_holds_for_the_jitter_too() =>
        Enumerable.Range(1, 20).ShouldAllBe(attempt => RetryDelay.Of(new RetryPolicy { MaxDelaySeconds = 5 }, attempt, "run-1", null) <= TimeSpan.FromSeconds(5));

    [Fact]
    public void What_the_other_side_asks_for_is_the_least_wait_and_goes_before_the_cap()
    {
        RetryDelay.Of(new RetryPolicy { MaxDelaySeconds = 5 }, 1, "run-1", TimeSpan.FromMinutes(10)).ShouldBe(TimeSpan.FromMinutes(10));
        RetryDelay.Of(new RetryPolicy(), 3, "run-1", TimeSpan.FromSeconds(1)).ShouldBeGreaterThan(TimeSpan.FromSeconds(4));
        RetryDelay.Of(new RetryPolicy(), 1, "run-1", TimeSpan.FromDays(30)).ShouldBe(TimeSpan.FromDays(1));
    }
}
