using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class FieldAdditionTests
{
    [Theory]
    [InlineData("\"value\":\"current_timestamp\"", "\"2025-01-16T08:00:00Z\"")]
    [InlineData("\"value\":\"current_date\"", "\"2025-01-16\"")]
    [InlineData("\"value\":\"now\"", "\"2025-01-16T08:00:00.75Z\"")]
    [InlineData("\"value\":\"run_id\"", "\"run-1\"")]
    [InlineData("\"value\":\"pipeline_id\"", "\"pipeline-1\"")]
    [InlineData("\"literal\":\"current_timestamp\"", "\"current_timestamp\"")]
    [InlineData("\"value\":\"word\"", "\"word\"")]
    [InlineData("\"value\":12345678901234567890123", "12345678901234567890123")]
    [InlineData("\"value\":0.150", "0.150")]
    [InlineData("\"value\":true", "true")]
    [InlineData("\"value\":false", "false")]
    [InlineData("\"value\":null", "null")]
    [InlineData("\"value\":{\"a\":[1]}", "{\"a\":[1]}")]
    public void Adds_a_value_at_the_end(string value, string expected) =>
        Steps.Run($$"""{"type":"field_addition","field_name":"new",{{value}}}""", """[{"a":1},{"a":2}]""").Records
            .ShouldBe($$"""[{"a":1,"new":{{expected}}},{"a":2,"new":{{expected}}}]""");

    [Fact]
    public void An_existing_field_is_replaced_in_its_place() =>
        Steps.Run("""{"type":"field_addition","field_name":"a","value":7}""", """[{"a":"x","b":1}]""").Records.ShouldBe("""[{"a":7,"b":1}]""");

    [Fact]
    public void A_uuid_is_a_version_5_of_run_partition_and_ordinal()
    {
        const string Step = """[{"type":"record_filter","condition":{"field":"a","operator":">","value":1}},{"type":"field_addition","field_name":"id","value":"uuid"}]""";
        var first = Ids(Steps.Run(Step, """[{"a":1},{"a":2},{"a":3}]""").Records);
        var second = Ids(Steps.Run(Step, """[{"a":9},{"a":2},{"a":3}]""").Records);

        first.ShouldBe(second.Skip(1));
        second.Distinct().Count().ShouldBe(3);
        second.ShouldAllBe(id => Guid.Parse(id).Version == 5);
    }

    [Theory]
    [InlineData("", "\"123 Main St, New York, 10001\"", "\"x\"", "null")]
    [InlineData(",\"null_handling\":\"empty\"", "\"123 Main St, New York, 10001\"", "\", x, \"", "\", , \"")]
    [InlineData(",\"null_handling\":\"null\"", "\"123 Main St, New York, 10001\"", "null", "null")]
    public void Joins_fields(string nullHandling, string first, string second, string third)
    {
        var result = Steps.Run(
            $$$"""{"type":"field_addition","field_name":"full","operation":"concat","parameters":{"source_fields":["address.street","address.city","zip"],"separator":", "{{{nullHandling}}}}}""",
            """[{"address":{"street":"123 Main St","city":"New York"},"zip":10001,"e":1},{"address":{"street":null,"city":"x"},"zip":null,"e":2},{"e":3}]""");

        Steps.ShouldBeJson(result.Records, $$"""
            [{"address":{"street":"123 Main St","city":"New York"},"zip":10001,"full":{{first}},"e":1},
             {"address":{"street":null,"city":"x"},"zip":null,"full":{{second}},"e":2},{"full":{{third}},"e":3}]
            """);
        JsonNode.Parse(result.Records)![0]!.AsObject().Select(property => property.Key).ShouldBe(["address", "zip", "full", "e"]);
    }

    [Theory]
    [InlineData("""{"type":"field_addition","field_name":"x"}""", "$.transformations", "exactly one")]
    [InlineData("""[{"type":"field_addition","field_name":"x","value":1,"literal":"b"}]""", "$.transformations[0]", "several")]
    [InlineData("""[{"type":"field_addition","field_name":"x","expression":"1+"}]""", "$.transformations[0].expression", "position 3")]
    [InlineData("""[{"type":"field_addition","field_name":"x","operation":"concatt","parameters":{"source_fields":["a"]}}]""", "$.transformations[0].operation", "Did you mean 'concat'?")]
    [InlineData("""[{"type":"field_addition","field_name":"x","operation":"concat","parameters":{"source_fields":["b"]}}]""", "$.transformations[0].parameters.source_fields[0]", "no field 'b'")]
    [InlineData("""[{"type":"field_addition","field_name":"x","operation":"concat"}]""", "$.transformations[0].parameters", "is required")]
    [InlineData("""[{"type":"field_addition","value":1}]""", "$.transformations[0].field_name", "is required")]
    [InlineData("""[{"type":"field_addition","field_name":"x","value":1e99}]""", "$.transformations[0].value", "more than 38 digits")]
    public void Says_what_is_wrong(string steps, string path, string message)
    {
        using var records = JsonRecords.Parse("""[{"a":1}]""");

        Steps.Problems(steps, records.Schema).ShouldContain(problem => problem.Path == path && problem.Message.Contains(message, StringComparison.Ordinal));
    }

    private static string[] Ids(string records) => [.. JsonNode.Parse(records)!.AsArray().Select(record => record!["id"]!.GetValue<string>())];
}
