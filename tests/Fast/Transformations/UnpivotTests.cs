using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class UnpivotTests
{
    [Theory]
    [InlineData(""" "value_fields":["a","b"] """, """[{"id":1,"a":1,"b":2},{"id":2,"a":null}]""", """[{"id":1,"name":"a","value":1},{"id":1,"name":"b","value":2},{"id":2,"name":"a","value":null},{"id":2,"name":"b"}]""")]
    [InlineData(""" "value_fields":["a","b"],"drop_nulls":true """, """[{"id":1,"a":1,"b":2.5},{"id":2,"a":null}]""", """[{"id":1,"name":"a","value":1},{"id":1,"name":"b","value":2.5}]""")]
    [InlineData(""" "value_fields":["b","a"],"name_field":"k","value_field":"a" """, """[{"id":1,"a":"x","b":true}]""", """[{"id":1,"k":"b","a":true},{"id":1,"k":"a","a":"x"}]""")]
    public void Every_field_becomes_a_record(string settings, string records, string expected) =>
        Steps.ShouldBeJson(Steps.Run($$"""{"type":"unpivot",{{settings}}}""", records).Records, expected);

    [Fact]
    public void A_record_with_a_field_that_the_step_makes_is_rejected_where_that_was_not_known_before()
    {
        using var input = JsonRecords.Parse("""[{"id":1,"a":5},{"id":2,"a":6,"name":"x"},{"id":3,"a":7,"name":null}]""");

        var result = StepRun.Run(Steps.Compile("""{"type":"unpivot","value_fields":["a"]}"""), new JsonInputs(null), input, pieces: 1, memory: 1);

        Steps.ShouldBeJson(result.Records, """[{"id":1,"name":"a","value":5},{"id":3,"name":"a","value":7}]""");
        result.Rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem().Code.ShouldBe("field_exists");
        result.Counts.ShouldHaveSingleItem().Balances.ShouldBeTrue();
    }

    [Fact]
    public void Problems_name_the_setting()
    {
        using var records = JsonRecords.Parse("""[{"id":1,"sales_q1":1}]""");

        Steps.Problems("""{"type":"unpivot","value_fields":["sales_q2"]}""", records.Schema).ShouldHaveSingleItem().Message.ShouldContain("Did you mean 'sales_q1'?");
        Steps.Problems("""{"type":"unpivot","value_fields":["sales_q1"],"name_field":"id"}""", records.Schema).ShouldHaveSingleItem().Path.ShouldBe("$.transformations.name_field");
        Steps.Problems("""{"type":"unpivot","value_fields":[]}""").ShouldHaveSingleItem().Path.ShouldBe("$.transformations.value_fields");
    }
}
