using DataAggregator.Core.Connectors;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class FieldValidationTests
{
    [Theory]
    [InlineData("john.doe@example.com", true)]
    [InlineData("a+b_c'd@sub.example.co", true)]
    [InlineData("jürgen@bücher.example", true)]
    [InlineData("x@1.de", true)]
    [InlineData("", false)]
    [InlineData("@example.com", false)]
    [InlineData("john@", false)]
    [InlineData("john@example", false)]
    [InlineData("john@@example.com", false)]
    [InlineData("john doe@example.com", false)]
    [InlineData(".john@example.com", false)]
    [InlineData("john.@example.com", false)]
    [InlineData("jo..hn@example.com", false)]
    [InlineData("john@example..com", false)]
    [InlineData("john@-example.com", false)]
    [InlineData("john@example-.com", false)]
    [InlineData("john@exam_ple.com", false)]
    [InlineData("john@example.com ", false)]
    public void Knows_an_email_address(string address, bool valid) => Accepts("email_format", $"\"{address}\"").ShouldBe(valid);

    [Theory]
    [InlineData(64, 10, true)]
    [InlineData(65, 10, false)]
    [InlineData(10, 63, true)]
    [InlineData(10, 64, false)]
    public void Limits_the_parts_of_an_address(int local, int label, bool valid) =>
        Accepts("email_format", $"\"{new string('a', local)}@{new string('b', label)}.com\"").ShouldBe(valid);

    [Fact]
    public void Limits_the_whole_of_an_address()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('b', 62), 3)) + ".com";

        Accepts("email_format", $"\"{new string('a', 254 - 1 - domain.Length)}@{domain}\"").ShouldBeTrue();
        Accepts("email_format", $"\"{new string('a', 255 - 1 - domain.Length)}@{domain}\"").ShouldBeFalse();
    }

    [Theory]
    [InlineData("email_format", "null", true)]
    [InlineData("email_format", "5", false)]
    [InlineData("required", "null", false)]
    [InlineData("required", "\"\"", false)]
    [InlineData("required", "0", true)]
    [InlineData("not_null", "null", false)]
    [InlineData("not_null", "\"\"", true)]
    public void Knows_what_is_there(string validation, string value, bool valid) => Accepts(validation, value).ShouldBe(valid);

    [Fact]
    public void A_record_that_fails_several_fields_is_rejected_once_with_every_reason()
    {
        var result = Steps.Run("""{"type":"field_validation","field_names":["a","b"],"validation_type":"required"}""", """[{"k":1},{"a":1,"b":2,"k":2},{"a":1,"k":3}]""");

        result.Records.ShouldBe("""[{"k":2,"a":1,"b":2}]""");
        result.Rejected.Select(record => string.Join(',', record.Errors.Select(error => error.Field))).ShouldBe(["a,b", "b"]);
        result.Rejected.Select(record => record.Ordinal).ShouldBe([100, 102]);
    }

    [Theory]
    [InlineData("reject", """[{"e":"a@b.de","k":1}]""", 1, 0, 0)]
    [InlineData("warn", """[{"e":"a@b.de","k":1},{"e":"no","k":2}]""", 0, 0, 1)]
    [InlineData("null", """[{"e":"a@b.de","k":1},{"e":null,"k":2}]""", 0, 0, 0)]
    [InlineData("drop", """[{"e":"a@b.de","k":1}]""", 0, 1, 0)]
    public void Does_about_failures_what_it_is_told(string onFailure, string expected, int rejected, int filtered, int warned)
    {
        var result = Steps.Run(
            $$"""{"type":"field_validation","field_name":"e","validation_type":"email_format","on_failure":"{{onFailure}}"}""",
            """[{"e":"a@b.de","k":1},{"e":"no","k":2}]""");

        result.Records.ShouldBe(expected);
        (result.Counts[0].Rejected, result.Counts[0].Filtered, result.Counts[0].Warned).ShouldBe((rejected, filtered, warned));
    }

    [Fact]
    public void Empties_nested_fields() =>
        Steps.Run("""{"type":"field_validation","field_name":"p.e","validation_type":"email_format","on_failure":"null"}""", """[{"p":{"e":"no","x":1}},{"p":{"x":2}}]""")
            .Records.ShouldBe("""[{"p":{"e":null,"x":1}},{"p":{"x":2}}]""");

    [Fact]
    public void May_fail_the_run()
    {
        var exception = Should.Throw<ConnectorException>(() => Steps.Run(
            """{"type":"field_validation","field_name":"e","validation_type":"email_format","on_failure":"fail_run"}""", """[{"e":"a@b.de"},{"e":"secret"}]"""));

        exception.Class.ShouldBe(ErrorClass.Data);
        exception.Message.ShouldContain("record 101");
        exception.Message.ShouldContain("'e'");
        exception.Message.ShouldNotContain("secret");
    }

    [Fact]
    public void Names_the_nearest_validation() =>
        Steps.Problems("""[{"type":"field_validation","field_name":"e","validation_type":"email_formt"}]""").ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                problem => problem.Path.ShouldBe("$.transformations[0].validation_type"),
                problem => problem.Message.ShouldContain("Did you mean 'email_format'?"));

    private static bool Accepts(string validation, string value) =>
        Steps.Run($$"""{"type":"field_validation","field_name":"v","validation_type":"{{validation}}"}""", $$"""[{"v":{{value}}}]""").Rejected.Count == 0;
}
