using System.Text.Json;
using DataAggregator.Core.Triggers;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Triggers;

/// <summary>Values of parameters out of the data of events.</summary>
public sealed class EventFieldsTests
{
    private static readonly JsonElement Data = JsonDocument.Parse("""{"id":12345678901234567890123,"a.b":"whole","a":{"b":"inner","c":[{"d":true},null]},"list":[[1,2]]}""").RootElement;

    [Theory]
    [InlineData("id", "12345678901234567890123")]
    [InlineData("a.b", "whole")]
    [InlineData("a.c[0].d", "true")]
    [InlineData("list[0][1]", "2")]
    [InlineData("a.c", """[{"d":true},null]""")]
    [InlineData("a.c[1]", "fixed")]
    [InlineData("a.c[2]", "fixed")]
    [InlineData("a.c[-1]", "fixed")]
    [InlineData("id.x", "fixed")]
    [InlineData("missing", "fixed")]
    public void A_field_goes_over_the_fixed_value(string path, string value) =>
        EventFields.Parameters(new Dictionary<string, string> { ["p"] = "fixed" }, new Dictionary<string, string> { ["p"] = path }, Data)["p"].ShouldBe(value);
}
