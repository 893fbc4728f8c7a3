using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Incremental;

public sealed class CursorStepTests
{
    [Theory]
    [InlineData(DataType.Timestamp, "2025-03-31T00:00:00Z", "1mo", -1, "2025-02-28T00:00:00Z")]
    [InlineData(DataType.Timestamp, "2025-03-31T00:00:00.000001Z", "90s", 1, "2025-03-31T00:01:30.000001Z")]
    [InlineData(DataType.LocalTimestamp, "2025-01-01T00:00:00", "2w", 1, "2025-01-15T00:00:00")]
    [InlineData(DataType.Date, "2025-01-01", "1d", 3, "2025-01-04")]
    [InlineData(DataType.Int64, "100", "25", -2, "50")]
    [InlineData(DataType.Decimal, "1.5", "0.25", 1, "1.75")]
    public void Leads_from_a_value_to_another(DataType type, string from, string step, int times, string expected)
    {
        var parsed = CursorStep.Parse(step)!;

        parsed.Fits(type).ShouldBeTrue();
        parsed.From(CursorValue.Parse(type, from)!, times)!.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData(DataType.Timestamp, "10")]
    [InlineData(DataType.Date, "6h")]
    [InlineData(DataType.Int64, "1d")]
    [InlineData(DataType.Int64, "1.5")]
    [InlineData(DataType.String, "1d")]
    public void Does_not_fit_every_type(DataType type, string step) => CursorStep.Parse(step)!.Fits(type).ShouldBeFalse();

    [Theory]
    [InlineData("a day")]
    [InlineData("1y")]
    [InlineData("")]
    public void Is_a_duration_or_a_number(string text) => CursorStep.Parse(text).ShouldBeNull();

    [Fact]
    public void Ends_where_no_time_can_be_written() =>
        CursorStep.Parse("999999mo")!.From(CursorValue.Parse(DataType.Timestamp, "2025-01-01T00:00:00Z")!, 1).ShouldBeNull();
}
