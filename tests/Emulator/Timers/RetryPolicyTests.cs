using DataAggregator.Emulator.Triggers;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.Timers;

public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData(0, "00:00:05")]
    [InlineData(1, "00:00:10")]
    [InlineData(3, "00:00:40")]
    [InlineData(4, "00:01:00")]
    [InlineData(5000, "00:01:00")]
    public void Pauses_double_up_to_the_longest(int retry, string pause)
        => new RetryPolicy(5, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1)).Pause(retry).ShouldBe(TimeSpan.Parse(pause));

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(2, 1, true)]
    [InlineData(2, 2, false)]
    [InlineData(-1, 1_000_000, true)]
    public void A_count_bounds_the_repetitions_and_minus_one_does_not(int max, int retries, bool allowed)
        => new RetryPolicy(max, TimeSpan.Zero, TimeSpan.Zero).Allows(retries).ShouldBe(allowed);
}
