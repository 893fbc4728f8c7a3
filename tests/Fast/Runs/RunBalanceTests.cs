using DataAggregator.Core.Transformations;
using DataAggregator.Orchestrations.Runs;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Runs;

public sealed class RunBalanceTests
{
    private static readonly StepCounts Source = new() { Name = "source", Type = "file", Added = 3, Out = 3 };

    [Fact]
    public void A_step_may_have_a_name_that_begins_like_a_destinations() =>
        RunBalance.Imbalance([Source, Step("destination country", @in: 3, @out: 2), Step("destination", @in: 2, @out: 2)], dryRun: false).ShouldBeNull();

    [Theory]
    [InlineData(3, 2, 2, null)]
    [InlineData(2, 2, 2, "trim")]
    [InlineData(3, 3, 2, "destinations[0]")]
    [InlineData(3, 2, 1, "destinations[1]")]
    public void Every_destination_gets_what_the_last_step_gave(int trimmed, int first, int second, string? unaccounted)
    {
        StepCounts[] books = [Source, Step("trim", trimmed, 2), Step("destinations[0]", first, first), Step("destinations[1]", second, second)];

        (RunBalance.Imbalance(books, dryRun: false)?.Step).ShouldBe(unaccounted);
    }

    [Fact]
    public void Records_that_go_nowhere_are_unaccounted_for_unless_none_was_to_be_written()
    {
        RunBalance.Imbalance([Source], dryRun: false)!.Step.ShouldBe("destination");
        RunBalance.Imbalance([Source], dryRun: true).ShouldBeNull();
    }

    private static StepCounts Step(string name, long @in, long @out) => new() { Name = name, Type = "x", In = @in, Out = @out, Filtered = @in - @out };
}
