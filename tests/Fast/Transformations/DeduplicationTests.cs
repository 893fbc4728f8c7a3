using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class DeduplicationTests
{
    private const string Records = """
        [{"id":1,"k":"a","v":2},{"id":2,"k":5,"v":1},{"id":3,"k":"a","v":3},{"id":4,"k":null,"v":1},{"id":5,"k":5.0,"v":null},{"id":6,"v":9},{"id":7,"k":"a","v":2},{"id":8,"k":"5","v":1},{"id":9,"k":{"x":1,"y":[2]}},{"id":10,"k":{"y":[2.0],"x":1}}]
        """;

    [Theory]
    [InlineData("""{"keep":"first"}""", "1 2 4 6 8 9")]
    [InlineData("{}", "1 2 4 6 8 9")]
    [InlineData("""{"keep":"last"}""", "4 5 6 7 8 10")]
    [InlineData("""{"keep":"min","keep_field":"v"}""", "1 2 4 6 8 9")]
    [InlineData("""{"keep":"max","keep_field":"v"}""", "2 3 4 6 8 9")]
    public void Keeps_one_of_each_key(string options, string expected)
    {
        var step = JsonNode.Parse(options)!.AsObject();
        step["type"] = "deduplication";
        step["key_fields"] = new JsonArray("k");

        var result = Steps.Run(step.ToJsonString(), Records);

        string.Join(' ', JsonNode.Parse(result.Records)!.AsArray().Select(record => record!["id"]!.ToString())).ShouldBe(expected);
        (result.Counts[0].Deduplicated, result.Counts[0].Filtered).ShouldBe((10 - result.Counts[0].Out, 0));
    }

    [Fact]
    public void Several_key_fields_must_all_be_equal_and_null_is_a_value_where_not_all_are() =>
        Steps.Run("""{"type":"deduplication","key_fields":["a","b"]}""", """[{"a":1,"b":null},{"a":1,"b":2},{"a":1},{"a":null,"b":null},{"a":1,"b":2.0},{}]""").Records
            .ShouldBe("""[{"a":1,"b":null},{"a":1,"b":2},{"a":null,"b":null},{}]""");

    [Fact]
    public void Many_records_give_what_a_loop_over_records_gives()
    {
        var records = Enumerable.Range(0, 5_000).Select(i => $$"""{"id":{{i}},"k":"key {{(i * 7919) % 1_300}}"}""").ToList();

        var result = Steps.Run("""{"type":"deduplication","key_fields":["k"],"keep":"last"}""", $"[{string.Join(',', records)}]");

        result.Records.ShouldBe($"[{string.Join(',', records.Skip(5_000 - 1_300))}]");
    }

    [Theory]
    [InlineData("""{"key_fields":[]}""", ".key_fields", "at least one")]
    [InlineData("""{"key_fields":["x"]}""", ".key_fields[0]", "no field 'x'")]
    [InlineData("""{"key_fields":["k"],"keep":"max"}""", ".keep_field", "is required")]
    [InlineData("""{"key_fields":["k"],"keep_field":"v"}""", ".keep_field", "is not needed")]
    [InlineData("""{"key_fields":["k"],"blocking_fields":["v"]}""", ".blocking_fields", "goes with match fuzzy")]
    [InlineData("""{"key_fields":["k"],"blocking_prefix":3}""", ".blocking_prefix", "goes with match fuzzy")]
    [InlineData("""{"key_fields":["k"],"fields":[{"field":"v"}]}""", ".fields", "goes with match fuzzy")]
    [InlineData("""{"key_fields":["k"],"normalize":["upper"]}""", ".normalize[0]", "digits_only")]
    [InlineData("""{"match":"fuzzy","key_fields":["k"]}""", ".blocking_fields", "is required with match fuzzy")]
    [InlineData("""{"match":"fuzzy","blocking_fields":["v"]}""", ".fields", "is required with match fuzzy")]
    [InlineData("""{"match":"fuzzy","blocking_fields":["v"],"key_fields":["k"],"fields":[{"field":"k"}]}""", ".key_fields", "one of the two")]
    [InlineData("""{"match":"fuzzy","blocking_fields":["x"],"key_fields":["k"]}""", ".blocking_fields[0]", "no field 'x'")]
    [InlineData("""{"match":"fuzzy","blocking_fields":["v"],"fields":[{"field":"x"}]}""", ".fields[0].field", "no field 'x'")]
    [InlineData("""{"match":"fuzzy","blocking_fields":["v"],"fields":[{"field":"k","weight":0}]}""", ".fields[0].weight", "0.001")]
    [InlineData("""{"match":"fuzzy","blocking_fields":["v"],"key_fields":["k"],"threshold":101}""", ".threshold", "100")]
    public void Says_what_is_wrong(string options, string path, string message)
    {
        var step = JsonNode.Parse(options)!.AsObject();
        step["type"] = "deduplication";
        using var records = JsonRecords.Parse("""[{"k":1,"v":1}]""");

        Steps.Problems($"[{step.ToJsonString()}]", records.Schema)
            .ShouldContain(problem => problem.Path == "$.transformations[0]" + path && problem.Message.Contains(message, StringComparison.Ordinal));
    }
}
