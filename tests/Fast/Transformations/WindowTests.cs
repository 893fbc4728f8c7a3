using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class WindowTests
{
    private const string Records = """
        [{"g":"a","o":3,"v":1.50},{"g":"b","o":1,"v":7},{"g":"a","o":1,"v":null},{"g":"a","o":3,"v":4},{"g":null,"o":9,"v":2},{"g":"a","o":2,"v":-1},{"g":"b","v":3}]
        """;

    [Theory]
    [InlineData("""{"function":"row_number"}""", "[3,1,1,4,1,2,2]")]
    [InlineData("""{"function":"rank"}""", "[3,1,1,3,1,2,2]")]
    [InlineData("""{"function":"dense_rank"}""", "[3,1,1,3,1,2,2]")]
    [InlineData("""{"function":"lag","field":"v"}""", "[-1,null,null,1.5,null,null,7]")]
    [InlineData("""{"function":"lag","field":"v","offset":2}""", "[null,null,null,-1,null,null,null]")]
    [InlineData("""{"function":"lead","field":"v"}""", "[4,3,-1,null,null,1.5,null]")]
    [InlineData("""{"function":"lead","field":"o","offset":3}""", "[null,null,3,null,null,null,null]")]
    [InlineData("""{"function":"first_value","field":"o"}""", "[1,1,1,1,9,1,1]")]
    [InlineData("""{"function":"last_value","field":"v"}""", "[4,3,4,4,2,4,3]")]
    [InlineData("""{"function":"sum","field":"v"}""", "[0.5,7,null,4.5,2,-1,10]")]
    [InlineData("""{"function":"average","field":"v"}""", "[0.25,7,null,1.5,2,-1,5]")]
    [InlineData("""{"function":"min","field":"v"}""", "[-1,7,null,-1,2,-1,3]")]
    [InlineData("""{"function":"max","field":"v"}""", "[1.5,7,null,4,2,-1,7]")]
    [InlineData("""{"function":"count","field":"v"}""", "[2,1,0,3,1,1,2]")]
    [InlineData("""{"function":"count"}""", "[3,1,1,4,1,2,2]")]
    public void Adds_what_the_records_around_say_in_the_order_of_the_source(string function, string expected)
    {
        var options = JsonNode.Parse(function)!.AsObject();
        options["output_field"] = "r";

        var result = Steps.Run($$"""{"type":"window","partition_by":["g"],"order_by":[{"field":"o"}],"functions":[{{options.ToJsonString()}}]}""", Records);

        var records = JsonNode.Parse(result.Records)!.AsArray();
        Steps.ShouldBeJson(new JsonArray([.. records.Select(record => record!["r"]?.DeepClone())]).ToJsonString(), expected);
        records.Select(record => record!["o"]?.ToString()).ShouldBe(["3", "1", "1", "3", "9", "2", null]);
    }

    [Fact]
    public void Dense_ranks_have_no_gaps_and_several_functions_go_together() =>
        Steps.Run(
            """{"type":"window","order_by":[{"field":"s","direction":"desc"}],"functions":[{"function":"rank","output_field":"r"},{"function":"dense_rank","output_field":"d"},{"function":"lead","field":"s","output_field":"s"}]}""",
            """[{"s":1},{"s":5},{"s":5.0},{"s":3}]""").Records
            .ShouldBe("""[{"s":null,"r":4,"d":3},{"s":5.0,"r":1,"d":1},{"s":3,"r":1,"d":1},{"s":1,"r":3,"d":2}]""");

    [Fact]
    public void A_record_with_no_number_to_sum_is_rejected()
    {
        var result = Steps.Run("""{"type":"window","functions":[{"function":"sum","field":"v","output_field":"r"}]}""", """[{"v":1},{"v":"x"},{"v":2}]""");

        result.Records.ShouldBe("""[{"v":1,"r":1},{"v":2,"r":3}]""");
        result.Rejected.ShouldHaveSingleItem().Errors[0].Code.ShouldBe("aggregation_operand");
    }

    [Fact]
    public void Results_go_across_batches()
    {
        var records = Enumerable.Range(0, 20_000).Select(i => $$"""{"id":{{i}},"g":{{i % 3}}}""");

        var result = Steps.Run(
            """{"type":"window","partition_by":["g"],"functions":[{"function":"row_number","output_field":"n"},{"function":"lead","field":"id","offset":1000,"output_field":"l"},{"function":"last_value","field":"id","output_field":"z"}]}""",
            $"[{string.Join(',', records)}]");

        var all = JsonNode.Parse(result.Records)!.AsArray();
        for (var i = 0; i < 20_000; i += 777)
            ((int)all[i]!["n"]!, (int?)all[i]!["l"], (int)all[i]!["z"]! / 3).ShouldBe(((i / 3) + 1, i + 3_000 < 20_000 ? i + 3_000 : null, 19_999 / 3));
    }

    [Theory]
    [InlineData("""{"functions":[]}""", ".functions", "at least one")]
    [InlineData("""{"functions":[{"function":"lag","output_field":"r"}]}""", ".functions[0].field", "is required")]
    [InlineData("""{"functions":[{"function":"rank","field":"v","output_field":"r"}]}""", ".functions[0].field", "is not needed")]
    [InlineData("""{"functions":[{"function":"lead","field":"v","offset":0,"output_field":"r"}]}""", ".functions[0].offset", "between")]
    [InlineData("""{"functions":[{"function":"sum","field":"s","output_field":"r"}]}""", ".functions[0].field", "not a number")]
    [InlineData("""{"partition_by":["x"],"functions":[{"function":"rank","output_field":"r"}]}""", ".partition_by[0]", "no field 'x'")]
    public void Says_what_is_wrong(string options, string path, string message)
    {
        var step = JsonNode.Parse(options)!.AsObject();
        step["type"] = "window";
        using var records = JsonRecords.Parse("""[{"v":1,"s":"a"}]""");

        Steps.Problems($"[{step.ToJsonString()}]", records.Schema)
            .ShouldContain(problem => problem.Path == "$.transformations[0]" + path && problem.Message.Contains(message, StringComparison.Ordinal));
    }
}
