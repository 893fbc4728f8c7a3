using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Validations;

public sealed class ChoiceTests
{
    [Theory]
    [InlineData("""{"values":["new","paid"]}""", "\"new\"", true)]
    [InlineData("""{"values":["new","paid"]}""", "\"New\"", false)]
    [InlineData("""{"values":["new","paid"]}""", "\"new \"", false)]
    [InlineData("""{"values":["new","paid"]}""", "\"\"", false)]
    [InlineData("""{"values":["Straße"],"case_insensitive":true}""", "\"sTRAßE\"", true)]
    [InlineData("""{"values":["new"],"case_insensitive":true}""", "5", false)]
    [InlineData("""{"values":[5,"6",true]}""", "5.0", true)]
    [InlineData("""{"values":[5,"6",true]}""", "\"5\"", false)]
    [InlineData("""{"values":[5,"6",true]}""", "6", false)]
    [InlineData("""{"values":[5,"6",true]}""", "true", true)]
    [InlineData("""{"values":[5,"6",true]}""", "false", false)]
    public void Knows_the_values_listed(string parameters, string value, bool valid) => Rules.Check("enum", parameters, value).ShouldBe(valid ? null : "not_in_enum");

    [Theory]
    [InlineData("[\"string\"]", "\"x\"", true)]
    [InlineData("[\"string\"]", "5", false)]
    [InlineData("[\"integer\"]", "5.0", true)]
    [InlineData("[\"integer\"]", "5.5", false)]
    [InlineData("[\"integer\"]", "\"5\"", false)]
    [InlineData("[\"number\"]", "5.5", true)]
    [InlineData("[\"boolean\",\"string\"]", "false", true)]
    [InlineData("[\"object\"]", "{}", true)]
    [InlineData("[\"object\"]", "[]", false)]
    [InlineData("[\"array\"]", "[]", true)]
    [InlineData("[\"date\"]", "\"2025-01-15\"", false)]
    public void Knows_types(string types, string value, bool valid)
    {
        var rejected = Steps.Run(Rules.Step("type", $$"""{"types":{{types}}}"""), $$"""[{"v":{{value}}},{"v":null}]""").Rejected;

        rejected.SelectMany(record => record.Errors).Select(error => error.Code).ShouldBe(valid ? [] : ["wrong_type"]);
    }

    [Theory]
    [InlineData("""{"pattern":"b+"}""", "\"abc\"", null)]
    [InlineData("""{"pattern":"b+","full_match":true}""", "\"abc\"", "no_match")]
    [InlineData("""{"pattern":"a|b","full_match":true}""", "\"ab\"", "no_match")]
    [InlineData("""{"pattern":"^b$"}""", "\"b\\n\"", null)]
    [InlineData("""{"pattern":"b","full_match":true}""", "\"b\\n\"", "no_match")]
    [InlineData("""{"pattern":"STRASSE|ß","case_insensitive":true}""", "\"strasse\"", null)]
    [InlineData("""{"pattern":"^\\d+$"}""", "\"٣\"", "no_match")]
    [InlineData("""{"pattern":"^\\d+$","unicode":true}""", "\"٣\"", null)]
    [InlineData("""{"pattern":"^\\d{5}$"}""", "10001", null)]
    [InlineData("""{"pattern":"^1\\.50$"}""", "1.50", null)]
    [InlineData("""{"pattern":"t"}""", "true", "no_match")]
    [InlineData("""{"pattern":"^(a+)+$"}""", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"", "no_match")]
    [InlineData("""{"pattern":"^(a+)+(?<!b)$"}""", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"", "regex_timeout")]
    public void Matches_patterns(string parameters, string value, string? code) => Rules.Check("regex", parameters, value).ShouldBe(code);

    [Fact]
    public void A_pattern_that_takes_too_long_rejects_whatever_the_step_says() =>
        Steps.Run(
            """{"type":"field_validation","field_name":"v","validation_type":"regex","on_failure":"warn","parameters":{"pattern":"^(a+)+(?<!b)$"}}""",
            $$"""[{"v":"{{new string('a', 60)}}b"},{"v":"x"}]""").Rejected.ShouldHaveSingleItem().Ordinal.ShouldBe(100);

    [Theory]
    [InlineData("enum", """{"values":[]}""", ".values")]
    [InlineData("regex", """{"pattern":"("}""", ".pattern")]
    [InlineData("regex", "{}", ".pattern")]
    [InlineData("type", """{"types":["text"]}""", ".types[0]")]
    [InlineData("uuid", """{"versions":[0]}""", ".versions[0]")]
    public void Refuses_settings_that_mean_nothing(string validation, string parameters, string path) =>
        Steps.Problems(Rules.Step(validation, parameters)).ShouldHaveSingleItem().Path.ShouldBe($"$.transformations.parameters{path}");
}
