using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class AggregationTests
{
    [Theory]
    [InlineData("""{"operation":"sum"}""", "[1,2.50,null,3.000]", "6.500")]
    [InlineData("""{"operation":"sum"}""", "[null]", "null")]
    [InlineData("""{"operation":"sum"}""", "[99999999999999999999999999999999999999,1,-2,2,-1]", "99999999999999999999999999999999999999")]
    [InlineData("""{"operation":"sum"}""", "[90000000000000000000000000000000000000,90000000000000000000000000000000000000,0.00000000000000000000000000000000000001,-90000000000000000000000000000000000000,-90000000000000000000000000000000000000]", "0.00000000000000000000000000000000000001")]
    [InlineData("""{"operation":"sum"}""", "[9223372036854775807,9223372036854775807]", "18446744073709551614")]
    [InlineData("""{"operation":"average"}""", "[1,2,2]", "1.6666666667")]
    [InlineData("""{"operation":"avg"}""", "[-1,-2,null,-2]", "-1.6666666667")]
    [InlineData("""{"operation":"average"}""", "[0.00000000005,0.00000000000]", "0")]
    [InlineData("""{"operation":"average"}""", "[0.0000000003,0.0000000000]", "0.0000000002")]
    [InlineData("""{"operation":"count"}""", "[1,null,\"x\",false]", "3")]
    [InlineData("""{"operation":"count","input_field":"*"}""", "[1,null,\"x\"]", "3")]
    [InlineData("""{"operation":"count_distinct"}""", "[5,5.0,\"5\",null,true,{\"a\":1,\"b\":2},{\"b\":2,\"a\":1.0},5]", "4")]
    [InlineData("""{"operation":"min"}""", "[3,2.50,10,null]", "2.5")]
    [InlineData("""{"operation":"max"}""", "[3,2.50,10,null]", "10")]
    [InlineData("""{"operation":"min"}""", "[\"b\",\"B\",\"a\"]", "\"B\"")]
    [InlineData("""{"operation":"max"}""", "[\"b\",3,true]", "\"b\"")]
    [InlineData("""{"operation":"max"}""", "[null]", "null")]
    [InlineData("""{"operation":"first"}""", "[null,\"b\",\"a\"]", "\"b\"")]
    [InlineData("""{"operation":"last"}""", "[\"b\",{\"z\":1,\"a\":[2]},null]", "{\"z\":1,\"a\":[2]}")]
    [InlineData("""{"operation":"median"}""", "[5,1,3]", "3")]
    [InlineData("""{"operation":"median"}""", "[1,4,2.5,null,3]", "2.75")]
    [InlineData("""{"operation":"percentile","percentile":90}""", "[1,2,3,4,5,6,7,8,9,11]", "9.2")]
    [InlineData("""{"operation":"percentile","percentile":99.9}""", "[-10,10]", "9.98")]
    [InlineData("""{"operation":"percentile","percentile":0}""", "[3,-4.25]", "-4.25")]
    [InlineData("""{"operation":"percentile","percentile":100}""", "[3,-4.25]", "3")]
    [InlineData("""{"operation":"variance"}""", "[2,4,4,4,5,5,7,9]", "4.5714285714")]
    [InlineData("""{"operation":"variance","statistic":"population"}""", "[2,4,4,4,5,5,7,9]", "4")]
    [InlineData("""{"operation":"stddev","statistic":"population"}""", "[2,4,4,4,5,5,7,9]", "2")]
    [InlineData("""{"operation":"stddev"}""", "[1,2]", "0.7071067812")]
    [InlineData("""{"operation":"stddev"}""", "[1]", "null")]
    [InlineData("""{"operation":"stddev"}""", "[100000000000000000000.5,100000000000000000001.5]", "0.7071067812")]
    [InlineData("""{"operation":"concat"}""", "[\"a\",null,2.50,true]", "\"a, 2.5, true\"")]
    [InlineData("""{"operation":"concat","separator":"|"}""", "[\"b\",\"a\",\"b\"]", "\"b|a|b\"")]
    [InlineData("""{"operation":"concat"}""", "[null]", "null")]
    [InlineData("""{"operation":"list"}""", "[3,null,\"a\",{\"x\":[1]},1.50]", "[3,\"a\",{\"x\":[1]},1.5]")]
    [InlineData("""{"operation":"list"}""", "[null]", "[]")]
    [InlineData("""{"operation":"sum","on_missing":"skip"}""", "[1,\"x\",null,2]", "3")]
    [InlineData("""{"operation":"average","on_missing":"zero"}""", "[1,null,\"x\",2]", "0.75")]
    public void Calculates(string field, string values, string expected)
    {
        var options = JsonNode.Parse(field)!.AsObject();
        options.TryAdd("input_field", "v");
        options["output_field"] = "r";

        var result = Steps.Run(
            $$"""{"type":"aggregation","aggregated_fields":[{{options.ToJsonString()}}]}""",
            new JsonArray([.. JsonNode.Parse(values)!.AsArray().Select(value => (JsonNode)new JsonObject { ["v"] = value?.DeepClone() })]).ToJsonString());

        Steps.ShouldBeJson(result.Records, $$"""[{"r":{{expected}}}]""");
    }

    [Fact]
    public void Groups_stand_in_the_order_they_are_first_seen_and_null_is_one_of_its_own()
    {
        const string Records = """
            [{"k":"b","n":1},{"k":null,"n":2},{"k":5,"n":3},{"n":4},{"k":"b","n":5},{"k":"5","n":6},{"k":5.0,"n":7},{"k":{"x":1,"y":2},"n":8},{"k":{"y":2,"x":1},"n":9}]
            """;

        Steps.Run("""{"type":"aggregation","group_by_fields":["k"],"aggregated_fields":[{"input_field":"n","output_field":"all","operation":"list"}]}""", Records).Records
            .ShouldBe("""[{"k":"b","all":[1,5]},{"k":null,"all":[2,4]},{"k":5,"all":[3,7]},{"k":"5","all":[6]},{"k":{"x":1,"y":2},"all":[8,9]}]""");
    }

    [Fact]
    public void Groups_by_several_fields_and_by_paths()
    {
        const string Records = """[{"a":{"city":"X"},"b":1},{"a":{"city":"Y"},"b":1},{"a":{"city":"X"},"b":2},{"a":{"city":"X","zip":1},"b":1}]""";

        Steps.Run("""{"type":"aggregation","group_by_fields":["a.city","b"],"aggregated_fields":[{"output_field":"n","operation":"count"}]}""", Records).Records
            .ShouldBe("""[{"a.city":"X","b":1,"n":2},{"a.city":"Y","b":1,"n":1},{"a.city":"X","b":2,"n":1}]""");
    }

    [Fact]
    public void Details_are_the_records_themselves() =>
        Steps.Run("""{"type":"aggregation","group_by_fields":["k"],"include_details":true}""", """[{"k":1,"v":"a"},{"k":2},{"k":1,"v":null}]""").Records
            .ShouldBe("""[{"k":1,"details":[{"k":1,"v":"a"},{"k":1,"v":null}]},{"k":2,"details":[{"k":2}]}]""");

    [Fact]
    public void Having_filters_results()
    {
        var result = Steps.Run(
            """{"type":"aggregation","group_by_fields":["k"],"aggregated_fields":[{"input_field":"v","output_field":"s","operation":"sum"}],"having":{"field":"s","operator":">","value":2}}""",
            """[{"k":1,"v":1},{"k":2,"v":5},{"k":1,"v":1},{"k":3,"v":2.5}]""");

        result.Records.ShouldBe("""[{"k":2,"s":5},{"k":3,"s":2.5}]""");
        (result.Counts[0].Added, result.Counts[0].Filtered, result.Counts[0].Out).ShouldBe((3, 1, 2));
    }

    [Fact]
    public void A_record_whose_operand_is_no_number_is_rejected_and_counts_nowhere()
    {
        var result = Steps.Run(
            """{"type":"aggregation","group_by_fields":["k"],"aggregated_fields":[{"input_field":"v","output_field":"s","operation":"sum"},{"output_field":"n","operation":"count"}]}""",
            """[{"k":1,"v":1},{"k":2,"v":"x"},{"k":1,"v":"5"},{"k":1,"v":2}]""");

        result.Records.ShouldBe("""[{"k":1,"s":3,"n":2}]""");
        result.Rejected.Select(rejected => (rejected.Ordinal, rejected.Errors[0].Field, rejected.Errors[0].Code)).ShouldBe([(101, "v", "aggregation_operand"), (102, "v", "aggregation_operand")]);
        Encoding.UTF8.GetString(result.Rejected[0].Record.Span).ShouldBe("""{"k":2,"v":"x"}""");
    }

    [Fact]
    public void On_missing_reject_rejects_nulls_too() =>
        Steps.Run("""{"type":"aggregation","aggregated_fields":[{"input_field":"v","output_field":"s","operation":"max","on_missing":"reject"}]}""", """[{"v":1},{"v":null},{}]""")
            .Rejected.Count.ShouldBe(2);

    [Fact]
    public void A_sum_beyond_38_digits_ends_the_run() =>
        Should.Throw<Core.Connectors.ConnectorException>(() => Steps.Run(
            """{"type":"aggregation","aggregated_fields":[{"input_field":"v","output_field":"s","operation":"sum"}]}""",
            """[{"v":99999999999999999999999999999999999999},{"v":1}]""")).Code.ShouldBe("number_out_of_range");

    [Theory]
    [InlineData("average", "85070591730234615828950163710522949636", "1", "42535295865117307914475081855261474818")]
    [InlineData("average", "99999999999999999999999999999999999999", "99999999999999999999999999999999999998", "99999999999999999999999999999999999998")]
    [InlineData("average", "12345678901234567890123456789.5", "0.25", "6172839450617283945061728394.875")]
    [InlineData("average", "1234567890123456789012345678901.5", "0.0001", "617283945061728394506172839450.75005")]
    [InlineData("average", "-1234567890123456789012345678901.0000001", "0.0000002", "-617283945061728394506172839450.49999995")]
    [InlineData("median", "85070591730234615828950163710522949636", "1", "42535295865117307914475081855261474818")]
    [InlineData("median", "0.12345678901234567890123456789", "0.12345678901234567890123456788", "0.123456789012345678901234567885")]
    [InlineData("stddev", "99999999999999999999999999999999999998", "99999999999999999999999999999999999996", "1.4142135624")]
    [InlineData("stddev", "20000000000000000000000000000000000000", "0", "14142135623730950488016887242096980786")]
    public void Statistics_between_values_have_as_many_digits_as_38_hold(string operation, string one, string other, string expected) =>
        Steps.Run($$"""{"type":"aggregation","aggregated_fields":[{"input_field":"v","output_field":"s","operation":"{{operation}}"}]}""", $$"""[{"v":{{one}}},{"v":{{other}}}]""").Records
            .ShouldBe($$"""[{"s":{{expected}}}]""");

    [Fact]
    public void No_records_give_one_result_only_without_groups()
    {
        const string Filter = """{"type":"record_filter","condition":{"field":"v","operator":"<","value":0}}""";

        Steps.Run($$"""[{{Filter}},{"type":"aggregation","aggregated_fields":[{"input_field":"v","output_field":"s","operation":"sum"},{"output_field":"n","operation":"count"}]}]""", """[{"v":1}]""").Records
            .ShouldBe("""[{"s":null,"n":0}]""");
        Steps.Run($$"""[{{Filter}},{"type":"aggregation","group_by_fields":["v"]}]""", """[{"v":1}]""").Records.ShouldBe("[]");
    }

    [Fact]
    public void Steps_go_on_behind_it() =>
        Steps.Run(
            """
            [{"type":"aggregation","group_by_fields":["k","j"],"aggregated_fields":[{"output_field":"n","operation":"count"}]},
             {"type":"record_filter","condition":{"field":"n","operator":">","value":1}},
             {"type":"aggregation","group_by_fields":["k"],"aggregated_fields":[{"input_field":"n","output_field":"total","operation":"sum"}]}]
            """,
            """[{"k":1,"j":1},{"k":1,"j":2},{"k":2,"j":1},{"k":1,"j":1},{"k":1,"j":2},{"k":1,"j":1}]""").Records.ShouldBe("""[{"k":1,"total":5}]""");

    [Fact]
    public void Many_groups_give_what_a_loop_over_records_gives() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20250115, 7), Prop.ForAll(Records().Where(records => records.Length > 0).ToArbitrary(), records =>
        {
            var result = Steps.Run(
                """
                {"type":"aggregation","group_by_fields":["k"],"aggregated_fields":[{"input_field":"v","output_field":"s","operation":"sum"},
                {"input_field":"v","output_field":"lo","operation":"min"},{"input_field":"v","output_field":"d","operation":"count_distinct"},{"input_field":"v","output_field":"z","operation":"last"}]}
                """,
                $"[{string.Join(',', records.Select(record => $$"""{"k":{{record.Key}},"v":{{record.Value?.ToString(CultureInfo.InvariantCulture) ?? "null"}}}"""))}]");

            var expected = records.GroupBy(record => record.Key).Select(group => group.Select(record => record.Value).OfType<decimal>().ToList() is var values && values.Count > 0
                ? string.Create(CultureInfo.InvariantCulture, $$"""{"k":{{group.Key}},"s":{{values.Sum()}},"lo":{{values.Min()}},"d":{{values.Distinct().Count()}},"z":{{values[^1]}}}""")
                : $$"""{"k":{{group.Key}},"s":null,"lo":null,"d":0,"z":null}""");
            Steps.ShouldBeJson(result.Records, $"[{string.Join(',', expected)}]");
            return true;
        }));

    [Theory]
    [InlineData(1, 64L << 20)]
    [InlineData(1, 1L << 20)]
    [InlineData(4, 1L << 20)]
    [InlineData(4, 40_000L)]
    public void So_many_groups_that_their_partitions_are_cut_again_come_out_in_order(int pieces, long memory)
    {
        const int Rows = 120_000;
        // Every group has a record in the first half of the run and one in the second, so parts of it meet from different workers and blocks.
        using var input = JsonRecords.Parse($"[{string.Join(',', Enumerable.Range(0, Rows).Select(i => $$"""{"k":"key {{i * 7919 % (Rows / 2)}}","v":{{i}}}"""))}]");
        const string Step = """
            [{"type":"aggregation","group_by_fields":["k"],"aggregated_fields":[{"input_field":"v","output_field":"s","operation":"sum"},
            {"input_field":"v","output_field":"first","operation":"first"},{"input_field":"v","output_field":"all","operation":"list"}]}]
            """;

        var result = StepRun.Run(Steps.Compile(Step, input.Schema), new JsonInputs(null), input, pieces, memory);

        var expected = Enumerable.Range(0, Rows / 2).Select(i => $$"""{"k":"key {{i * 7919 % (Rows / 2)}}","s":{{(2 * i) + (Rows / 2)}},"first":{{i}},"all":[{{i}},{{i + (Rows / 2)}}]}""");
        result.Records.ShouldBe($"[{string.Join(',', expected)}]");
    }

    [Theory]
    [InlineData("""{"group_by_fields":["x"]}""", ".group_by_fields[0]", "no field 'x'")]
    [InlineData("{}", ".aggregated_fields", "is required")]
    [InlineData("""{"aggregated_fields":[{"output_field":"r","operation":"sum"}]}""", ".aggregated_fields[0].input_field", "is required")]
    [InlineData("""{"aggregated_fields":[{"input_field":"s","output_field":"r","operation":"sum"}]}""", ".aggregated_fields[0].input_field", "not a number")]
    [InlineData("""{"aggregated_fields":[{"input_field":"n","output_field":"r","operation":"summ"}]}""", ".aggregated_fields[0].operation", "Did you mean 'sum'?")]
    [InlineData("""{"aggregated_fields":[{"input_field":"n","output_field":"r","operation":"percentile"}]}""", ".aggregated_fields[0].percentile", "is required")]
    [InlineData("""{"aggregated_fields":[{"input_field":"n","output_field":"r","operation":"percentile","percentile":101}]}""", ".aggregated_fields[0].percentile", "between")]
    [InlineData("""{"aggregated_fields":[{"input_field":"n","output_field":"r","operation":"sum","percentile":5}]}""", ".aggregated_fields[0].percentile", "is not needed")]
    [InlineData("""{"group_by_fields":["s"],"aggregated_fields":[{"input_field":"n","output_field":"s","operation":"sum"}]}""", ".aggregated_fields[0].output_field", "name of another")]
    [InlineData("""{"group_by_fields":["s"],"having":{"field":"n","operator":">","value":1}}""", ".having.field", "no field 'n'")]
    public void Says_what_is_wrong(string options, string path, string message)
    {
        var step = JsonNode.Parse(options)!.AsObject();
        step["type"] = "aggregation";
        using var records = JsonRecords.Parse("""[{"s":"t","n":1}]""");

        Steps.Problems($"[{step.ToJsonString()}]", records.Schema)
            .ShouldContain(problem => problem.Path == "$.transformations[0]" + path && problem.Message.Contains(message, StringComparison.Ordinal));
    }

    private static Gen<(int Key, decimal? Value)[]> Records() => Gen.ArrayOf(
        from key in Gen.Choose(0, 12)
        from cents in Gen.Choose(-5_000, 5_000)
        from isNull in Gen.Choose(0, 9)
        select (key, isNull == 0 ? (decimal?)null : cents / 100m));
}
