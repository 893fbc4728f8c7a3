using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class LimitTests
{
    [Theory]
    [InlineData("""{"count":3}""", "0 1 2")]
    [InlineData("""{"count":3,"offset":4}""", "4 5 6")]
    [InlineData("""{"count":30,"offset":8}""", "8 9")]
    [InlineData("""{"count":0}""", "")]
    [InlineData("""{"count":5,"offset":10}""", "")]
    public void Keeps_the_first_records_of_the_run(string options, string expected)
    {
        var step = JsonNode.Parse(options)!.AsObject();
        step["type"] = "limit";

        var result = Steps.Run(step.ToJsonString(), $"[{string.Join(',', Enumerable.Range(0, 10).Select(i => $$"""{"id":{{i}}}"""))}]");

        string.Join(' ', JsonNode.Parse(result.Records)!.AsArray().Select(record => record!["id"]!.ToString())).ShouldBe(expected);
        result.Counts[0].Filtered.ShouldBe(10 - result.Counts[0].Out);
    }

    [Fact]
    public void Counts_what_comes_to_it_not_what_was_read() =>
        Steps.Run("""[{"type":"record_filter","condition":{"field":"id","operator":">","value":2}},{"type":"limit","count":2}]""", """[{"id":1},{"id":3},{"id":2},{"id":4},{"id":5}]""").Records
            .ShouldBe("""[{"id":3},{"id":4}]""");

    [Fact]
    public void A_negative_count_is_a_problem() => Steps.Problems("""[{"type":"limit","count":-1}]""").ShouldHaveSingleItem().Path.ShouldBe("$.transformations[0].count");
}
