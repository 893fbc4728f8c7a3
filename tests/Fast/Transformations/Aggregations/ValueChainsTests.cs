using DataAggregator.Core.Connectors;
using DataAggregator.Transformations.Aggregations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Aggregations;

public sealed class ValueChainsTests
{
    [Fact]
    public void Names_the_field_when_one_group_has_too_many_bytes()
    {
        var values = new ValueChains("all_prices", mostBytes: 100);
        values.Reserve(2);
        values.Add(0, 1, new byte[49]);
        values.Add(1, 2, new byte[100]);
        values.Add(0, 3, new byte[51]);
        values.CountOf(0).ShouldBe(2);

        var error = Should.Throw<ConnectorException>(() => values.Add(0, 4, new byte[1]));

        error.Code.ShouldBe("group_too_large");
        error.Message.ShouldContain("'all_prices'");
        error.Hint!.ShouldContain("DATAAGGREGATOR_MEMORY_BUDGET");
    }

    [Fact]
    public void Is_full_before_its_arrays_are()
    {
        var values = new ValueChains("all_prices");
        values.Reserve(1);
        values.Add(0, 1, new byte[60 << 20]);
        values.IsFull.ShouldBeFalse();

        values.Add(0, 2, new byte[5 << 20]);

        values.IsFull.ShouldBeTrue();
        values.Release();
        (values.IsFull, values.CountOf(0), values.BytesOf(0)).ShouldBe((false, 0, 0));
    }
}
