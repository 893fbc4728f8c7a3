using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class RecordSplittingTests
{
    [Theory]
    [InlineData(""" "field_name":"a" """, """[{"id":1,"a":[1,"x",null,{"b":2}]},{"id":2,"a":[]},{"id":3,"a":null},{"id":4},{"id":5,"a":"s"}]""",
        """[{"id":1,"a":1},{"id":1,"a":"x"},{"id":1,"a":null},{"id":1,"a":{"b":2}},{"id":2,"a":null},{"id":3,"a":null},{"id":4,"a":null},{"id":5,"a":"s"}]""")]
    [InlineData(""" "field_name":"a","on_empty":"drop" """, """[{"id":1,"a":[1]},{"id":2,"a":[]},{"id":3,"a":null},{"id":4}]""", """[{"id":1,"a":1}]""")]
    [InlineData(""" "field_name":"a","target_field":"e","index_field":"n" """, """[{"a":["x","y"],"z":1},{"a":[],"z":2}]""", """[{"e":"x","n":0,"z":1},{"e":"y","n":1,"z":1},{"e":null,"n":null,"z":2}]""")]
    [InlineData(""" "field_name":"o.items","target_field":"item" """, """[{"o":{"items":[1,2]},"z":1}]""", """[{"o":{"items":[1,2]},"item":1,"z":1},{"o":{"items":[1,2]},"item":2,"z":1}]""")]
    [InlineData(""" "field_name":"t","separator":", " """, """[{"t":"a, b,c, ","z":1},{"t":"","z":2}]""", """[{"t":"a","z":1},{"t":"b,c","z":1},{"t":"","z":1},{"t":null,"z":2}]""")]
    public void Every_element_becomes_a_record(string settings, string records, string expected) =>
        Steps.ShouldBeJson(Steps.Run($$"""{"type":"record_splitting",{{settings}}}""", records).Records, expected);

    [Fact]
    public void Records_of_one_differ_in_their_uuid_and_are_rejected_as_it_was_read()
    {
        var result = Steps.Run(
            """[{"type":"record_splitting","field_name":"a"},{"type":"field_addition","field_name":"u","value":"uuid"},{"type":"field_validation","field_name":"a","validation_type":"not_null"}]""",
            """[{"a":[1,2,null]},{"a":[3]}]""");

        var ids = System.Text.Json.JsonDocument.Parse(result.Records).RootElement.EnumerateArray().Select(record => record.GetProperty("u").GetString()).ToList();
        ids.Distinct().Count().ShouldBe(3);
        var rejected = result.Rejected.ShouldHaveSingleItem();
        (rejected.Ordinal, System.Text.Encoding.UTF8.GetString(rejected.Record.Span)).ShouldBe((100, """{"a":[1,2,null]}"""));
    }

    [Fact]
    public void Record_that_would_repeat_too_much_is_rejected()
    {
        var items = string.Join(',', Enumerable.Range(0, 5_000));
        var result = Steps.Run(
            """{"type":"record_splitting","field_name":"o.items","target_field":"item"}""",
            $$$"""[{"o":{"items":[{{{items}}}],"note":"{{{new string('x', 20_000)}}}"}},{"o":{"items":[1,2]}}]""");

        result.Counts[0].Out.ShouldBe(2);
        result.Rejected.ShouldHaveSingleItem().Errors[0].Code.ShouldBe("split_too_large");
    }

    [Fact]
    public void Long_array_is_not_repeated_with_each_of_its_elements()
    {
        var element = $"\"{new string('x', 500)}\"";
        var array = string.Join(',', Enumerable.Repeat(element, 5_000));

        Steps.Run("""{"type":"record_splitting","field_name":"a"}""", $$"""[{"a":[{{array}}]}]""").Counts[0].Out.ShouldBe(5_000);
    }

    [Fact]
    public void A_record_with_a_field_that_the_step_makes_is_rejected_where_that_was_not_known_before()
    {
        using var input = JsonRecords.Parse("""[{"id":1,"a":[5]},{"id":2,"a":[6],"n":"x"},{"id":3,"a":[7],"e":null}]""");

        var result = StepRun.Run(Steps.Compile("""{"type":"record_splitting","field_name":"a","target_field":"e","index_field":"n"}"""), new JsonInputs(null), input, pieces: 1, memory: 1);

        Steps.ShouldBeJson(result.Records, """[{"id":1,"e":5,"n":0},{"id":3,"e":7,"n":0}]""");
        result.Rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem().Code.ShouldBe("field_exists");
        result.Counts.ShouldHaveSingleItem().Balances.ShouldBeTrue();
    }

    [Fact]
    public void Problems_name_the_setting()
    {
        using var records = JsonRecords.Parse("""[{"n":1,"a":[1],"x":2}]""");

        Steps.Problems("""{"type":"record_splitting","field_name":"n"}""", records.Schema).ShouldHaveSingleItem().Message.ShouldContain("int64, which has no elements");
        Steps.Problems("""{"type":"record_splitting","field_name":"a","target_field":"x"}""", records.Schema).ShouldHaveSingleItem().Path.ShouldBe("$.transformations.target_field");
        Steps.Problems("""{"type":"record_splitting","field_name":"a","index_field":"a"}""").ShouldHaveSingleItem().Path.ShouldBe("$.transformations.index_field");
    }
}
