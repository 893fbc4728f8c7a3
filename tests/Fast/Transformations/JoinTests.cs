using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

/// <summary>
/// Joins of every type. The harness runs each both with the source held in memory and sorted, cut into partitions or not, with and without
/// memory, and demands one result.
/// </summary>
public sealed class JoinTests
{
    private const string Orders = """[{"id":1,"customer":"a"},{"id":2,"customer":"b"},{"id":3,"customer":null},{"id":4},{"id":5,"customer":"a"},{"id":6,"customer":"z"}]""";
    private const string Customers = """[{"customer":"a","name":"Ann","tier":1},{"customer":"b","name":"Bob"},{"customer":"c","name":"Cy","tier":3},{"customer":null,"name":"Nobody"}]""";
    private const string Twice = """[{"customer":"a","name":"Ann"},{"customer":"b","name":"Bob"},{"customer":"a","name":"Anna"},{"customer":"c","name":"Cy"}]""";

    [Theory]
    [InlineData("left", Customers, """[{"id":1,"customer":"a","name":"Ann"},{"id":2,"customer":"b","name":"Bob"},{"id":3,"customer":null,"name":null},{"id":4,"name":null},{"id":5,"customer":"a","name":"Ann"},{"id":6,"customer":"z","name":null}]""")]
    [InlineData("inner", Customers, """[{"id":1,"customer":"a","name":"Ann"},{"id":2,"customer":"b","name":"Bob"},{"id":5,"customer":"a","name":"Ann"}]""")]
    [InlineData("right", Customers, """[{"id":1,"customer":"a","name":"Ann"},{"id":2,"customer":"b","name":"Bob"},{"id":5,"customer":"a","name":"Ann"},{"id":null,"customer":"c","name":"Cy"},{"id":null,"customer":null,"name":"Nobody"}]""")]
    [InlineData("full", Customers, """[{"id":1,"customer":"a","name":"Ann"},{"id":2,"customer":"b","name":"Bob"},{"id":3,"customer":null,"name":null},{"id":4,"name":null},{"id":5,"customer":"a","name":"Ann"},{"id":6,"customer":"z","name":null},{"id":null,"customer":"c","name":"Cy"},{"id":null,"customer":null,"name":"Nobody"}]""")]
    [InlineData("left", Twice, """[{"id":1,"customer":"a","name":"Ann"},{"id":1,"customer":"a","name":"Anna"},{"id":2,"customer":"b","name":"Bob"},{"id":3,"customer":null,"name":null},{"id":4,"name":null},{"id":5,"customer":"a","name":"Ann"},{"id":5,"customer":"a","name":"Anna"},{"id":6,"customer":"z","name":null}]""")]
    [InlineData("inner", Twice, """[{"id":1,"customer":"a","name":"Ann"},{"id":1,"customer":"a","name":"Anna"},{"id":2,"customer":"b","name":"Bob"},{"id":5,"customer":"a","name":"Ann"},{"id":5,"customer":"a","name":"Anna"}]""")]
    public void Joins_by_key_in_the_order_of_the_records(string type, string customers, string expected) =>
        Steps.ShouldBeJson(Run($$"""{"type":"join","join_type":"{{type}}","primary_key":"customer","join_source":"customers","included_fields":["name"]}""", customers).Records, expected);

    [Theory]
    [InlineData("semi", "[1,2,5]")]
    [InlineData("anti", "[3,4,6]")]
    public void Keeps_records_by_whether_something_matches(string type, string ids)
    {
        var result = Run($$"""{"type":"join","join_type":"{{type}}","primary_key":"customer","join_source":"customers"}""", Twice);

        Steps.ShouldBeJson(Ids(result), ids);
        result.Schema.Select(field => field.Name).ShouldBe(["id", "customer"]);
        result.Counts[0].Filtered.ShouldBe(3);
    }

    [Fact]
    public void First_match_only_makes_one_record_of_one()
    {
        var result = Run("""{"type":"join","primary_key":"customer","join_source":"customers","match":"first"}""", Twice);

        Steps.ShouldBeJson(Ids(result), "[1,2,3,4,5,6]");
        result.Records.ShouldNotContain("Anna");
    }

    [Fact]
    public void Field_at_hand_stays_on_a_collision_unless_there_is_a_prefix()
    {
        const string Source = """[{"key":1,"id":"other","customer":"x"}]""";
        const string Records = """[{"id":1,"customer":"a"}]""";
        var inputs = new Dictionary<string, string> { ["s"] = Source };

        Steps.ShouldBeJson(Steps.Run("""{"type":"join","primary_key":"id","foreign_key":"key","join_source":"s"}""", Records, inputs).Records, Records);
        Steps.ShouldBeJson(
            Steps.Run("""{"type":"join","primary_key":"id","foreign_key":"key","join_source":"s","prefix":"s_"}""", Records, inputs).Records,
            """[{"id":1,"customer":"a","s_id":"other","s_customer":"x"}]""");
    }

    [Theory]
    [InlineData("left")]
    [InlineData("right")]
    public void What_a_match_lacks_is_missing_however_the_join_is_done(string type) =>
        Run($$$"""[{"type":"join","join_type":"{{{type}}}","primary_key":"customer","join_source":"customers"},{"type":"record_filter","condition":{"field":"id","operator":"equals","value":2}}]""", Customers)
            .Records.ShouldBe("""[{"id":2,"customer":"b","name":"Bob"}]""");

    [Fact]
    public void Fields_at_hand_are_known_also_where_no_record_is()
    {
        const string None = """{"type":"sort","fields":[{"field":"id"}]},{"type":"limit","count":0}""";

        Run($$"""[{{None}},{"type":"join","join_type":"right","primary_key":"customer","join_source":"customers","included_fields":["name"]},{"type":"limit","count":1}]""", Customers)
            .Records.ShouldBe("""[{"id":null,"customer":"a","name":"Ann"}]""");
        Run($$"""[{{None}},{"type":"join","join_type":"inner","primary_key":"customer","join_source":"customers"},{"type":"aggregation","aggregated_fields":[{"input_field":"id","output_field":"last","operation":"max"}]}]""", Customers)
            .Schema.Find("last")!.Type.ShouldBe(Core.Records.DataType.Int64);
    }

    [Fact]
    public void Several_keys_paths_and_numbers_match_by_value()
    {
        var inputs = new Dictionary<string, string> { ["s"] = """[{"n":5.0,"c":"x","v":1},{"n":5,"c":"y","v":2},{"n":"5","c":"x","v":3}]""" };

        Steps.ShouldBeJson(
            Steps.Run("""{"type":"join","primary_key":["a.n","c"],"foreign_key":["n","c"],"join_source":"s","included_fields":["v"]}""", """[{"a":{"n":5},"c":"x"},{"a":{"n":"5"},"c":"x"},{"a":{},"c":"x"}]""", inputs).Records,
            """[{"a":{"n":5},"c":"x","v":1},{"a":{"n":"5"},"c":"x","v":3},{"a":{},"c":"x","v":null}]""");
    }

    [Theory]
    [InlineData("right")]
    [InlineData("full")]
    public void Unmatched_records_keep_their_keys_where_there_is_no_record_at_hand(string type)
    {
        var inputs = new JsonInputs(new Dictionary<string, string> { ["s"] = """[{"key":1,"v":"x"},{"key":2,"v":"y"}]""" });
        var step = $$"""{"type":"join","join_type":"{{type}}","primary_key":"id","foreign_key":"key","join_source":"s","included_fields":["v"]}""";
        using var none = JsonRecords.Parse("[]");

        Steps.ShouldBeJson(StepRun.Run(Steps.Compile(step, inputs: inputs), inputs, none, pieces: 1, memory: 1 << 20).Records, """[{"id":1,"v":"x"},{"id":2,"v":"y"}]""");
    }

    [Fact]
    public void Problems_name_the_setting()
    {
        var inputs = new JsonInputs(new Dictionary<string, string> { ["customers"] = Customers });
        using var records = JsonRecords.Parse(Orders);

        Steps.Problems("""{"type":"join","primary_key":"custmer","foreign_key":"id","join_source":"customers","included_fields":["nam"]}""", records.Schema, inputs: inputs)
            .Select(problem => problem.Path).ShouldBe(["$.transformations.foreign_key", "$.transformations.included_fields[0]"]);
        Steps.Problems("""{"type":"join","primary_key":"custmer","foreign_key":"customer","join_source":"customers"}""", records.Schema, inputs: inputs)
            .ShouldHaveSingleItem().Message.ShouldContain("Did you mean 'customer'?");
        Steps.Problems("""{"type":"join","primary_key":["a","b"],"foreign_key":"customer","join_source":"customers"}""", inputs: inputs)
            .ShouldHaveSingleItem().Path.ShouldBe("$.transformations.foreign_key");
        Steps.Problems("""{"type":"join","join_type":"semi","primary_key":"customer","join_source":"customers","prefix":"x"}""", inputs: inputs)
            .ShouldHaveSingleItem().Path.ShouldBe("$.transformations.prefix");
        Steps.Problems("""{"type":"join","primary_key":"customer","join_source":"customers","included_fields":["name","name"]}""", records.Schema, inputs: inputs)
            .ShouldHaveSingleItem().Path.ShouldBe("$.transformations.included_fields");
        Steps.Problems("""{"type":"join","primary_key":"customer","join_source":"custmers"}""", inputs: inputs)
            .ShouldHaveSingleItem().Message.ShouldContain("custmers");
    }

    private static StepsResult Run(string step, string customers) => Steps.Run(step, Orders, new Dictionary<string, string> { ["customers"] = customers });

    private static string Ids(StepsResult result) =>
        $"[{string.Join(',', System.Text.Json.JsonDocument.Parse(result.Records).RootElement.EnumerateArray().Select(record => record.GetProperty("id").GetRawText()))}]";
}
