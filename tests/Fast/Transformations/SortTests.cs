using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class SortTests
{
    private const string Records = """
        [{"id":1,"n":5,"s":"b"},{"id":2,"n":null,"s":"a"},{"id":3,"n":10,"s":"B"},{"id":4,"n":5.0,"s":"a"},{"id":5,"s":"é"},{"id":6,"n":-1,"s":null},{"id":7,"n":5.00,"s":"ab"}]
        """;

    [Theory]
    [InlineData("""[{"field":"n"}]""", "6 1 4 7 3 2 5")]
    [InlineData("""[{"field":"n","direction":"desc"}]""", "3 1 4 7 6 2 5")]
    [InlineData("""[{"field":"n","nulls":"first"}]""", "2 5 6 1 4 7 3")]
    [InlineData("""[{"field":"n","direction":"descending","nulls":"first"}]""", "2 5 3 1 4 7 6")]
    [InlineData("""[{"field":"s"}]""", "3 2 4 7 1 5 6")]
    [InlineData("""[{"field":"n","direction":"asc"},{"field":"s","direction":"desc"}]""", "6 1 7 4 3 5 2")]
    public void Puts_records_in_order(string fields, string expected) => Ids($$"""{"type":"sort","fields":{{fields}}}""", Records).ShouldBe(expected);

    [Fact]
    public void Mixed_values_are_ordered_by_kind_and_paths_lead_into_json() =>
        Ids(
            """{"type":"sort","fields":[{"field":"m.v"}]}""",
            """[{"id":1,"m":{"v":"a"}},{"id":2,"m":{"v":2}},{"id":3,"m":{"v":true}},{"id":4,"m":{"v":[1]}},{"id":5,"m":{}},{"id":6,"m":{"v":1.5}}]""").ShouldBe("3 6 2 1 4 5");

    [Fact]
    public void Ten_thousand_records_keep_their_order_within_equal_keys()
    {
        var records = Enumerable.Range(0, 10_000).Select(i => $$"""{"id":{{i}},"k":"key {{(i * 7919) % 97}}"}""");

        var expected = Enumerable.Range(0, 10_000).OrderBy(i => $"key {(i * 7919) % 97}", StringComparer.Ordinal);
        Ids("""{"type":"sort","fields":[{"field":"k"}]}""", $"[{string.Join(',', records)}]").ShouldBe(string.Join(' ', expected));
    }

    [Theory]
    [InlineData("""{"fields":[]}""", ".fields", "at least one")]
    [InlineData("""{"fields":[{"field":"x"}]}""", ".fields[0].field", "no field 'x'")]
    [InlineData("""{"fields":[{"field":"n","direction":"down"}]}""", ".fields[0].direction", "must be one of")]
    public void Says_what_is_wrong(string options, string path, string message)
    {
        var step = JsonNode.Parse(options)!.AsObject();
        step["type"] = "sort";
        using var records = JsonRecords.Parse("""[{"n":1}]""");

        Steps.Problems($"[{step.ToJsonString()}]", records.Schema)
            .ShouldContain(problem => problem.Path == "$.transformations[0]" + path && problem.Message.Contains(message, StringComparison.Ordinal));
    }

    private static string Ids(string step, string records) => string.Join(' ', JsonNode.Parse(Steps.Run(step, records).Records)!.AsArray().Select(record => record!["id"]!.ToString()));

    [Fact]
    public void A_field_is_an_object() =>
        Steps.Problems("""{"type":"sort","fields":["price"]}""").ShouldHaveSingleItem().Message.ShouldBe("must be an object, not text. It needs: field.");
}
