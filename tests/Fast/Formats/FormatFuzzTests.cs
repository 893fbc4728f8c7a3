using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Formats;

/// <summary>A part of what <c>dotnet run -c Release --project tests/Benchmarks -- fuzz</c> tries in full.</summary>
public sealed class FormatFuzzTests
{
    [Theory]
    [InlineData("csv", 3_000)]
    [InlineData("json", 3_000)]
    [InlineData("ndjson", 3_000)]
    [InlineData("xml", 3_000)]
    [InlineData("xlsx", 1_500)]
    [InlineData("xls", 3_000)]
    [InlineData("gzip", 2_000)]
    public async Task Damaged_inputs_end_in_records_or_typed_errors(string format, int inputs)
    {
        var count = await FormatFuzz.RunAsync(format, 0, inputs);
        // Were all inputs refused, or none, the mutations would be no good.
        count.Records.ShouldBeGreaterThan(0);
        (count.Rejected + count.Errors).ShouldBeGreaterThan(inputs / 20);
    }
}
