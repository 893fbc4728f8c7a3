using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class PivotTests
{
    private const string Records = """
        [{"r":"N","y":2024,"v":1.5},{"r":"S","y":2025,"v":4},{"r":"N","y":2024.0,"v":2},{"r":null,"y":2025,"v":7},{"r":"N","y":"2025","v":9},{"r":"S","y":null,"v":1},{"r":"N","y":2025}]
        """;

    [Theory]
    [InlineData("""{"value_field":"v","operation":"sum"}""", """[{"r":"N","2024":3.5,"2025":null},{"r":"S","2024":null,"2025":4},{"r":null,"2024":null,"2025":7}]""")]
    [InlineData("""{"value_field":"v","operation":"count"}""", """[{"r":"N","2024":2,"2025":0},{"r":"S","2024":0,"2025":1},{"r":null,"2024":0,"2025":1}]""")]
    [InlineData("""{"operation":"count"}""", """[{"r":"N","2024":2,"2025":1},{"r":"S","2024":0,"2025":1},{"r":null,"2024":0,"2025":1}]""")]
    [InlineData("""{"value_field":"v","operation":"last","prefix":"y_"}""", """[{"r":"N","y_2024":2,"y_2025":null},{"r":"S","y_2024":null,"y_2025":4},{"r":null,"y_2024":null,"y_2025":7}]""")]
    public void Makes_columns_of_the_listed_values(string options, string expected)
    {
        var step = JsonNode.Parse(options)!.AsObject();
        step["type"] = "pivot";
        step["index_fields"] = new JsonArray("r");
        step["pivot_field"] = "y";
        step["values"] = new JsonArray(2024, 2025);

        var result = Steps.Run(step.ToJsonString(), Records);

        Steps.ShouldBeJson(result.Records, expected);
        (result.Counts[0].Absorbed, result.Counts[0].Added).ShouldBe((7, 3));
    }

    [Fact]
    public void Takes_no_more_columns_than_a_table_has()
    {
        using var records = JsonRecords.Parse("""[{"r":"N","y":"a","v":1}]""");
        var values = string.Join(',', Enumerable.Range(0, 1001));

        var problem = Steps.Problems($$"""[{"type":"pivot","index_fields":["r"],"pivot_field":"y","operation":"count","values":[{{values}}]}]""", records.Schema).ShouldHaveSingleItem();

        problem.Path.ShouldBe("$.transformations[0].values");
        problem.Message.ShouldStartWith("may be 1000 at most, but there are 1001");
    }

    [Fact]
    public void Every_value_goes_to_its_own_of_many_columns()
    {
        var values = string.Join(',', Enumerable.Range(0, 1000));
        var records = $"[{string.Join(',', Enumerable.Range(0, 3000).Select(i => $$"""{"r":{{i % 2}},"y":{{i % 1001}},"v":{{i}}}"""))}]";

        var result = Steps.Run($$"""{"type":"pivot","index_fields":["r"],"pivot_field":"y","value_field":"v","operation":"sum","prefix":"y","values":[{{values}}]}""", records);

        var (made, sums) = (JsonNode.Parse(result.Records)!.AsArray(), new int[2, 1001]);
        for (var i = 0; i < 3000; i++)
            sums[i % 2, i % 1001] += i;
        for (var y = 0; y < 1000; y++)
            (made[0]![$"y{y}"]!.GetValue<int>(), made[1]![$"y{y}"]!.GetValue<int>()).ShouldBe((sums[0, y], sums[1, y]));
    }

    [Theory]
    [InlineData("""{"values":[]}""", ".values", "at least one")]
    [InlineData("""{"values":["a","a"]}""", ".values[1]", "listed before")]
    [InlineData("""{"values":[1,1.0]}""", ".values[1]", "listed before")]
    [InlineData("""{"values":[1,"1"]}""", ".values[1]", "name of another")]
    [InlineData("""{"values":["r"]}""", ".values[0]", "set a prefix")]
    [InlineData("""{"values":["a"],"operation":"sum"}""", ".value_field", "is required")]
    [InlineData("""{"values":["a"],"value_field":"r"}""", ".value_field", "not a number")]
    [InlineData("""{"values":["a"],"value_field":"x"}""", ".value_field", "no field 'x'")]
    [InlineData("""{"values":["a"],"value_field":"v","operation":"percentile"}""", ".operation", "use aggregation")]
    public void Says_what_is_wrong(string options, string path, string message)
    {
        var step = JsonNode.Parse(options)!.AsObject();
        step["type"] = "pivot";
        step["index_fields"] = new JsonArray("r");
        step["pivot_field"] = "y";
        using var records = JsonRecords.Parse("""[{"r":"N","y":"a","v":1}]""");

        Steps.Problems($"[{step.ToJsonString()}]", records.Schema)
            .ShouldContain(problem => problem.Path == "$.transformations[0]" + path && problem.Message.Contains(message, StringComparison.Ordinal));
    }
}
