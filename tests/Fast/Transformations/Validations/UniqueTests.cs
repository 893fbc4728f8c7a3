using System.Text;
using System.Text.Json.Nodes;
using DataAggregator.Core.Connectors;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Validations;

public sealed class UniqueTests
{
    private const string Records = """
        [{"id":1,"a":"x","b":1},{"id":2,"a":"y","b":2},{"id":3,"a":"x","b":2.0},{"id":4,"a":null,"b":null},{"id":5},{"id":6,"a":"x","b":2},{"id":7,"a":"y","b":9}]
        """;

    [Theory]
    [InlineData("""{"field_name":"a"}""", "1 2 4 5", "3:a 6:a 7:a")]
    [InlineData("""{"field_name":"b"}""", "1 2 4 5 7", "3:b 6:b")]
    [InlineData("""{"field_names":["a","b"]}""", "1 2 4 5", "3:a,b 6:a,b 7:a")]
    [InlineData("""{"field_name":"a","parameters":{"with":["b"]}}""", "1 2 3 4 5 7", "6:a")]
    [InlineData("""{"field_name":"id"}""", "1 2 3 4 5 6 7", "")]
    public void The_first_of_a_value_passes_and_later_ones_are_rejected(string settings, string kept, string rejected)
    {
        var result = Run(settings);

        Ids(result).ShouldBe(kept);
        string.Join(' ', result.Rejected.Select(record => $"{record.Ordinal - 99}:{string.Join(',', record.Errors.Select(error => error.Field))}")).ShouldBe(rejected);
        result.Rejected.SelectMany(record => record.Errors).ShouldAllBe(error => error.Rule == "unique" && error.Code == "not_unique" && error.Step == "transformations[0]");
        result.Rejected.ShouldAllBe(record => record.Partition == 3);
    }

    [Theory]
    [InlineData("reject", "1 2 4 5", 3, 0, 0)]
    [InlineData("drop", "1 2 4 5", 0, 3, 0)]
    [InlineData("warn", "1 2 3 4 5 6 7", 0, 0, 3)]
    [InlineData("null", "1 2 3 4 5 6 7", 0, 0, 0)]
    public void Does_about_repeated_values_what_it_is_told(string onFailure, string kept, int rejected, int filtered, int warned)
    {
        var result = Run($$"""{"field_name":"a","on_failure":"{{onFailure}}"}""");

        Ids(result).ShouldBe(kept);
        (result.Counts[0].Rejected, result.Counts[0].Filtered, result.Counts[0].Warned).ShouldBe((rejected, filtered, warned));
    }

    [Fact]
    public void Empties_the_field_alone_of_those_that_repeat_a_value() =>
        Run("""{"field_names":["a","p.k"],"on_failure":"null"}""", """[{"a":1,"p":{"k":5}},{"a":1,"p":{"k":6}},{"a":2,"p":{"k":5,"x":1}},{"a":1.0,"p":{}}]""").Records
            .ShouldBe("""[{"a":1,"p":{"k":5}},{"a":null,"p":{"k":6}},{"a":2,"p":{"k":null,"x":1}},{"a":null,"p":{}}]""");

    [Fact]
    public void May_fail_the_run_with_the_first_record_that_repeats_a_value()
    {
        var exception = Should.Throw<ConnectorException>(() => Run("""{"field_name":"a","on_failure":"fail_run"}"""));

        (exception.Class, exception.Code).ShouldBe((ErrorClass.Data, "not_unique"));
        exception.Message.ShouldContain("record 102 of partition 3, field 'a'");
    }

    [Fact]
    public void Rejects_records_as_they_were_read()
    {
        var result = Steps.Run(
            """[{"type":"record_filter","condition":{"field":"id","operator":"greater_than","value":1}},{"type":"field_operation","field_name":"a","operation":"uppercase"},{"type":"field_validation","field_name":"a","validation_type":"unique"},{"type":"field_removal","field_names":["b"]}]""",
            Records);

        result.Records.ShouldBe("""[{"id":2,"a":"Y"},{"id":3,"a":"X"},{"id":4,"a":null},{"id":5}]""");
        result.Rejected.Select(record => (record.Ordinal, Encoding.UTF8.GetString(record.Record.Span)))
            .ShouldBe([(105, """{"id":6,"a":"x","b":2}"""), (106, """{"id":7,"a":"y","b":9}""")]);
    }

    [Fact]
    public void Many_records_give_what_a_loop_over_records_gives()
    {
        var records = Enumerable.Range(0, 20_000).Select(i => (Record: $$"""{"id":{{i}},"k":"key {{(i * 7919L) % 17_001}}","n":{{i % 19_000}}}""", Key: (i * 7919L) % 17_001, Number: i % 19_000)).ToList();
        var (keys, numbers) = (new HashSet<long>(), new HashSet<int>());
        var kept = records.Where(record => keys.Add(record.Key) & numbers.Add(record.Number)).Select(record => record.Record).ToList();

        var result = Run("""{"field_names":["k","n"]}""", $"[{string.Join(',', records.Select(record => record.Record))}]");

        result.Records.ShouldBe($"[{string.Join(',', kept)}]");
        result.Rejected.Count.ShouldBe(20_000 - kept.Count);
    }

    [Fact]
    public void Two_of_them_look_at_what_the_one_before_left() =>
        Ids(Steps.Run(
            """[{"type":"field_validation","field_name":"a","validation_type":"unique"},{"type":"field_validation","field_name":"b","validation_type":"unique"}]""",
            """[{"id":1,"a":1,"b":1},{"id":2,"a":1,"b":2},{"id":3,"a":2,"b":2},{"id":4,"a":3,"b":1}]""")).ShouldBe("1 3");

    [Theory]
    [InlineData("""{"field_name":"c"}""", ".field_name")]
    [InlineData("""{"field_name":"a","parameters":{"with":["c"]}}""", ".parameters.with[0]")]
    [InlineData("""{"field_name":"a","parameters":{"width":["b"]}}""", ".parameters.width")]
    [InlineData("""{"field_name":"a","on_failure":"skip"}""", ".on_failure")]
    [InlineData("{}", ".field_name")]
    public void Problems_name_the_setting(string settings, string path)
    {
        using var records = JsonRecords.Parse("""[{"a":1,"b":1}]""");

        Steps.Problems(Step(settings), records.Schema).ShouldHaveSingleItem().Path.ShouldBe("$.transformations" + path);
    }

    private static StepsResult Run(string settings, string records = Records) => Steps.Run(Step(settings), records);

    private static string Step(string settings)
    {
        var step = JsonNode.Parse(settings)!.AsObject();
        step["type"] = "field_validation";
        step["validation_type"] = "unique";
        return step.ToJsonString();
    }

    private static string Ids(StepsResult result) => string.Join(' ', JsonNode.Parse(result.Records)!.AsArray().Select(record => record!["id"]!.ToString()));
}
