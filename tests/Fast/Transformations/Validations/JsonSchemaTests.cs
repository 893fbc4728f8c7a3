using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Validations;

public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("true", "5", true)]
    [InlineData("false", "5", false)]
    [InlineData("""{"type":"integer"}""", "1.0", true)]
    [InlineData("""{"type":"integer"}""", "1.5", false)]
    [InlineData("""{"type":["string","array"]}""", "[]", true)]
    [InlineData("""{"type":["string","array"]}""", "{}", false)]
    [InlineData("""{"enum":[1,"a",{"b":[2]}]}""", """{"b":[2.0]}""", true)]
    [InlineData("""{"enum":[1,"a"]}""", "\"1\"", false)]
    [InlineData("""{"const":"é"}""", "\"\\u00e9\"", true)]
    [InlineData("""{"const":false}""", "0", false)]
    public void Types_and_values(string schema, string value, bool valid) => Holds(schema, value).ShouldBe(valid);

    [Theory]
    [InlineData("""{"minimum":1.1}""", "1.1", true)]
    [InlineData("""{"minimum":1.1}""", "1.0999999999999999999999999999999999999", false)]
    [InlineData("""{"exclusiveMaximum":3}""", "3.0", false)]
    [InlineData("""{"exclusiveMinimum":-2}""", "-1.99", true)]
    [InlineData("""{"maximum":3}""", "1e400", false)]
    [InlineData("""{"maximum":3}""", "\"9\"", true)]
    [InlineData("""{"multipleOf":0.01}""", "4.35", true)]
    [InlineData("""{"multipleOf":0.0001}""", "0.00751", false)]
    [InlineData("""{"multipleOf":0.0000000000000000000000000001}""", "99999999999999999999999999999999999", true)]
    public void Numbers_to_the_last_digit(string schema, string value, bool valid) => Holds(schema, value).ShouldBe(valid);

    [Theory]
    [InlineData("""{"minLength":2}""", "\"\\ud83e\\udd84\"", false)]
    [InlineData("""{"maxLength":2}""", "\"🦄🦄\"", true)]
    [InlineData("""{"pattern":"^a+$"}""", "\"aaa\"", true)]
    [InlineData("""{"pattern":"^a+$"}""", "\"b\"", false)]
    [InlineData("""{"format":"date-time"}""", "\"2025-01-15T10:30:00Z\"", true)]
    [InlineData("""{"format":"date-time"}""", "\"2025-01-15T10:30:00\"", false)]
    [InlineData("""{"format":"time"}""", "\"10:30:00+01:00\"", true)]
    [InlineData("""{"format":"time"}""", "\"10:30Z\"", false)]
    [InlineData("""{"format":"date"}""", "\"2025-02-30\"", false)]
    [InlineData("""{"format":"uri"}""", "\"urn:oasis:names:specification:docbook:dtd:xml:4.1.2\"", true)]
    [InlineData("""{"format":"uri"}""", "\"//example.com\"", false)]
    [InlineData("""{"format":"email"}""", "\"nobody\"", false)]
    [InlineData("""{"format":"uuid"}""", "\"nobody\"", false)]
    [InlineData("""{"format":"ipv4"}""", "\"1.2.3.4\"", true)]
    [InlineData("""{"format":"ipv6"}""", "\"1.2.3.4\"", false)]
    public void Texts(string schema, string value, bool valid) => Holds(schema, value).ShouldBe(valid);

    [Theory]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":{"type":"number"}}""", """["a",1,2]""", true)]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", """["a",1]""", false)]
    [InlineData("""{"contains":{"const":1},"minContains":2,"maxContains":3}""", "[1,2,1]", true)]
    [InlineData("""{"contains":{"const":1},"minContains":2,"maxContains":3}""", "[1,1,1,1]", false)]
    [InlineData("""{"contains":{"const":1},"minContains":0}""", "[2]", true)]
    [InlineData("""{"minItems":1,"maxItems":2}""", "[]", false)]
    [InlineData("""{"minItems":1,"maxItems":2}""", "[[1,2,3]]", true)]
    [InlineData("""{"uniqueItems":true}""", """[1,"1",true,{"a":1,"b":2}]""", true)]
    [InlineData("""{"uniqueItems":true}""", """[{"a":1,"b":2},{"b":2.0,"a":1}]""", false)]
    [InlineData("""{"uniqueItems":true}""", "[1,1.00]", false)]
    public void Arrays(string schema, string value, bool valid) => Holds(schema, value).ShouldBe(valid);

    [Theory]
    [InlineData("""{"properties":{"a":{"type":"string"}},"additionalProperties":false}""", """{"a":"x"}""", true)]
    [InlineData("""{"properties":{"a":{"type":"string"}},"additionalProperties":false}""", """{"\u0061":"x"}""", true)]
    [InlineData("""{"properties":{"a":{"type":"string"}},"additionalProperties":false}""", """{"b":"x"}""", false)]
    [InlineData("""{"patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":{"type":"string"}}""", """{"x-a":1,"b":"s"}""", true)]
    [InlineData("""{"patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":{"type":"string"}}""", """{"x-a":"s"}""", false)]
    [InlineData("""{"required":["a","b"]}""", """{"b":null,"a":null}""", true)]
    [InlineData("""{"required":["a","b"]}""", """{"a":{"b":1}}""", false)]
    [InlineData("""{"propertyNames":{"maxLength":2}}""", """{"abc":1}""", false)]
    [InlineData("""{"minProperties":1,"maxProperties":1}""", """{"a":{"b":1,"c":2}}""", true)]
    [InlineData("""{"dependentRequired":{"card":["address"]}}""", """{"card":1}""", false)]
    [InlineData("""{"dependentRequired":{"card":["address"]}}""", """{"address":1}""", true)]
    [InlineData("""{"dependentSchemas":{"card":{"required":["address"]}}}""", """{"card":1}""", false)]
    public void Objects(string schema, string value, bool valid) => Holds(schema, value).ShouldBe(valid);

    [Theory]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":3}]}""", "4", false)]
    [InlineData("""{"anyOf":[{"type":"string"},{"minimum":3}]}""", "4", true)]
    [InlineData("""{"anyOf":[{"type":"string"},{"minimum":3}]}""", "2", false)]
    [InlineData("""{"oneOf":[{"multipleOf":2},{"multipleOf":3}]}""", "9", true)]
    [InlineData("""{"oneOf":[{"multipleOf":2},{"multipleOf":3}]}""", "6", false)]
    [InlineData("""{"not":{"type":"string"}}""", "\"x\"", false)]
    [InlineData("""{"if":{"minimum":10},"then":{"multipleOf":10},"else":{"multipleOf":2}}""", "15", false)]
    [InlineData("""{"if":{"minimum":10},"then":{"multipleOf":10},"else":{"multipleOf":2}}""", "4", true)]
    [InlineData("""{"$ref":"#/$defs/a~1b","$defs":{"a/b":{"type":"array","items":{"$ref":"#"}}}}""", "[[],[[]]]", true)]
    [InlineData("""{"$ref":"#/$defs/a~1b","$defs":{"a/b":{"type":"array","items":{"$ref":"#"}}}}""", "[[],[[1]]]", false)]
    public void Combinations(string schema, string value, bool valid) => Holds(schema, value).ShouldBe(valid);

    [Theory]
    [InlineData("""{"typ":"string"}""", ".typ", "Did you mean 'type'?")]
    [InlineData("""{"properties":{"a":{"unevaluatedItems":false}}}""", ".properties.a.unevaluatedItems", "not a keyword")]
    [InlineData("""{"$defs":{"a":{"type":"text"}}}""", ".$defs.a.type", "one of")]
    [InlineData("""{"format":"hostname"}""", ".format", "one of")]
    [InlineData("""{"pattern":"("}""", ".pattern", "no regular expression")]
    [InlineData("""{"minLength":-1}""", ".minLength", "whole number")]
    [InlineData("""{"multipleOf":0}""", ".multipleOf", "above 0")]
    [InlineData("""{"allOf":[]}""", ".allOf", "list of schemas")]
    [InlineData("""{"items":[{"type":"string"}]}""", ".items", "must be a schema")]
    [InlineData("""{"required":"a"}""", ".required", "list of names")]
    [InlineData("""{"$ref":"https://example.com/schema"}""", ".$ref", "part of this schema")]
    [InlineData("""{"$ref":"#/$defs/none"}""", ".$ref", "leads nowhere")]
    [InlineData("5", "", "must be a schema")]
    public void Refuses_what_it_does_not_understand(string schema, string path, string message)
    {
        var problem = Steps.Problems(Rules.Step("json_schema", $$"""{"schema":{{schema}}}""")).ShouldHaveSingleItem();

        problem.Path.ShouldBe($"$.transformations.parameters.schema{path}");
        problem.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("""{"lines":[{"price":1},{"price":-2}]}""", "at $.lines[1].price: minimum: 0.")]
    [InlineData("""{"lines":[{"price":1,"x":2}]}""", "at $.lines[0].x: false.")]
    [InlineData("""{"lines":[{}]}""", "at $.lines[0].price: required.")]
    [InlineData("5", "at $: type: \"object\".")]
    public void Says_where_and_which_keyword(string value, string message)
    {
        const string Schema = """{"type":"object","properties":{"lines":{"items":{"required":["price"],"properties":{"price":{"anyOf":[{"minimum":5},true],"minimum":0}},"additionalProperties":false}}}}""";

        Steps.Run(Rules.Step("json_schema", $$"""{"schema":{{Schema}}}"""), $$$"""[{"v":{{{value}}}}]""").Rejected.ShouldHaveSingleItem().Errors[0].Message.ShouldEndWith(message);
    }

    [Fact]
    public void A_schema_that_refers_to_itself_without_end_rejects() => Code("""{"$ref":"#"}""", "5").ShouldBe("schema_too_deep");

    [Fact]
    public void A_value_deeper_than_the_limit_is_rejected_even_under_not()
    {
        var deep = new string('[', 300) + new string(']', 300);

        Code("""{"items":{"$ref":"#"}}""", deep).ShouldBe("schema_too_deep");
        Code("""{"not":{"items":{"$ref":"#"}}}""", deep).ShouldBe("schema_too_deep");
        Code("""{"items":{"$ref":"#"}}""", new string('[', 60) + new string(']', 60)).ShouldBeNull();
    }

    [Fact]
    public void A_pattern_that_takes_too_long_rejects() => Code("""{"pattern":"^(a+)+(?<!b)$"}""", $"\"{new string('a', 60)}b\"").ShouldBe("regex_timeout");

    [Theory]
    [InlineData("""{"format":"date","const":"2025-01-15"}""", true)]
    [InlineData("""{"type":"number"}""", false)]
    public void Looks_at_typed_fields_as_they_are_written(string schema, bool valid)
    {
        var builder = new FixedBuilder<long>(DataType.Date);
        builder.Append(20_103);
        using var input = new RecordBatch(new Schema(new Field("v", DataType.Date)), [builder.Build()], 1);

        Steps.Run(Rules.Step("json_schema", $$"""{"schema":{{schema}}}"""), input).Rejected.Count.ShouldBe(valid ? 0 : 1);
    }

    private static bool Holds(string schema, string value) => Code(schema, value) is null;

    // With another type beside it, the value stands in a json column as it is written.
    private static string? Code(string schema, string value)
    {
        using var input = Input(value);
        return Steps.Run(Rules.Step("json_schema", $$"""{"schema":{{schema}}}"""), input).Rejected.SingleOrDefault()?.Errors[0].Code;
    }

    private static RecordBatch Input(string value)
    {
        var builder = new BytesBuilder(DataType.Json);
        builder.Append(value);
        return new RecordBatch(new Schema(new Field("v", DataType.Json)), [builder.Build()], 1);
    }
}
