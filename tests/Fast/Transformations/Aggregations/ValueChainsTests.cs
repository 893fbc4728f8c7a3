using DataAggregator.Core.Connectors;
using DataAggregator.Transformations.Aggregations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Aggregations;

public sealed class ValueChainsTests
{
    [Fact]
    public void Is_full_at_half_of_what_it_may_take_and_names_the_field_beyond_all()
    {
        var values = new ValueChains("all_prices", mostBytes: 100);
        values.Reserve(1);
        values.Add(0, 1, new byte[49]);
        values.IsFull.ShouldBeFalse();

        values.Add(0, 2, new byte[51]);

        values.IsFull.ShouldBeTrue();
        values.CountOf(0).ShouldBe(2);
        var error = Should.Throw<ConnectorException>(() => values.Add(0, 3, new byte[1]));
        error.Code.ShouldBe("group_too_large");
        error.Message.ShouldContain("'all_prices'");
    }
}
