using DataAggregator.Core.Errors;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Errors;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0 partitions")]
    [InlineData(1, "1 partition")]
    [InlineData(2000, "2,000 partitions")]
    public void Only_one_is_singular(long count, string expected) => Quantity.Of(count, "partition").ShouldBe(expected);
}
