using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class CleansingTests
{
    [Theory]
    [InlineData("standard", "\\u0000 a\\t\\n b\\u200b ", "\"a b\"")]
    [InlineData("standard", " \\u00a0 ", "null")]
    [InlineData("standard", "N/A", "\"N/A\"")]
    [InlineData("standard", "e\\u0301", "\"é\"")]
    [InlineData("standard", "👩\\u200d👧", "\"👩\\u200d👧\"")]
    [InlineData("text", "  ", "\"\"")]
    [InlineData("nulls", " n/A ", "null")]
    [InlineData("nulls", "-", "null")]
    [InlineData("nulls", "-1", "\"-1\"")]
    [InlineData("emails", " MailTo: Jo.Doe@Example.com ", "\"jo.doe@example.com\"")]
    [InlineData("phones", "0049 (30) 123-456", "\"+4930123456\"")]
    [InlineData("phones", "+1 (555) 123 x4", "\"+15551234\"")]
    [InlineData("phones", "none", "null")]
    [InlineData("phones", "ask Jo", "null")]
    public void Cleanses_by_preset(string preset, string before, string after) =>
        Steps.ShouldBeJson(Steps.Run($$"""{"type":"cleansing","preset":"{{preset}}"}""", $$"""[{"s":"{{before}}"}]""").Records, $$"""[{"s":{{after}}}]""");

    [Fact]
    public void Takes_all_text_fields_or_those_named_and_leaves_the_rest()
    {
        const string Records = """[{"a":" x ","b":" y ","n":1,"o":{"t":" z "}}]""";

        Steps.Run("""{"type":"cleansing","letter_case":"upper"}""", Records).Records.ShouldBe("""[{"a":"X","b":"Y","n":1,"o":{"t":" z "}}]""");
        Steps.Run("""{"type":"cleansing","field_names":["b","o.t"]}""", Records).Records.ShouldBe("""[{"a":" x ","b":"y","n":1,"o":{"t":"z"}}]""");
        Steps.Run("""{"type":"cleansing","preset":"nulls","null_words":["X"]}""", Records).Records.ShouldBe("""[{"a":null,"b":"y","n":1,"o":{"t":" z "}}]""");
    }

    [Fact]
    public void Says_what_is_wrong() =>
        Steps.Problems("""{"type":"cleansing","null_words":["x"]}""").ShouldHaveSingleItem().Path.ShouldBe("$.transformations.null_words");
}
