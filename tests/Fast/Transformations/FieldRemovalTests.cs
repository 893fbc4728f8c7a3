using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class FieldRemovalTests
{
    [Theory]
    [InlineData("""{"field_name":"b"}""", """[{"a":1,"c":3}]""")]
    [InlineData("""{"field_names":["a","c"]}""", """[{"b":"t"}]""")]
    [InlineData("""{"keep":["c","a"]}""", """[{"a":1,"c":3}]""")]
    [InlineData("""{"field_names":["b","z"],"ignore_missing":true}""", """[{"a":1,"c":3}]""")]
    public void Removes_fields_or_keeps_them(string options, string expected) =>
        Steps.Run(Step(options), """[{"a":1,"b":"t","c":3}]""").Records.ShouldBe(expected);

    [Theory]
    [InlineData("o.a", """{"a":1,"b":2}""", """{"b":2}""")]
    [InlineData("o.b", """{"a":1 , "b":2 }""", """{"a":1  }""")]
    [InlineData("o.b", """{"a":1, "b":{"x":[1,"}"]}, "c":3}""", """{"a":1, "c":3}""")]
    [InlineData("o.b", """{"b":2}""", """{}""")]
    [InlineData("o.b", """{"a":1}""", """{"a":1}""")]
    [InlineData("o.b.c", """{"b":{"c":"x","d":[]}}""", """{"b":{"d":[]}}""")]
    [InlineData("o[1]", """[1,2,3]""", """[1,3]""")]
    [InlineData("o[0].b", """[{"b":1,"a":2}]""", """[{"a":2}]""")]
    [InlineData("o[\"b:\"]", """{"a\":":1,"b:" : "x:\"y"}""", """{"a\":":1}""")]
    public void Removes_what_a_path_leads_to(string path, string before, string after) =>
        Steps.Run(Step($$"""{"field_name":{{System.Text.Json.JsonSerializer.Serialize(path)}}}"""), $$"""[{"o":{{before}}},{"o":null},{}]""").Records.ShouldBe($$"""[{"o":{{after}}},{"o":null},{}]""");

    [Theory]
    [InlineData("{}", "field_name", "is required")]
    [InlineData("""{"field_name":"bb"}""", "field_name", "Did you mean 'b'?")]
    [InlineData("""{"field_name":"b","keep":["a"]}""", "keep", "name what goes, or what stays")]
    [InlineData("""{"keep":["o.x"]}""", "keep[0]", "only whole fields")]
    [InlineData("""{"keep":[]}""", "keep", "at least one")]
    public void Says_what_is_wrong(string options, string path, string message)
    {
        var schema = new Schema(new Field("b", DataType.String), new Field("o", DataType.Json));

        Steps.Problems(Step(options), schema).ShouldContain(problem => problem.Path == $"$.transformations.{path}" && problem.Message.Contains(message, StringComparison.Ordinal));
    }

    private static string Step(string options) => "{\"type\":\"field_removal\"" + (options.Length > 2 ? "," : "") + options[1..];
}
