using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Validations;

public sealed class BoundsTests
{
    [Theory]
    [InlineData("0", null)]
    [InlineData("100", null)]
    [InlineData("100.00", null)]
    [InlineData("-0.0000000000000000000000000000000001", "number_out_of_bounds")]
    [InlineData("100.0000000000000000000000000000000001", "number_out_of_bounds")]
    [InlineData("1e400", "number_out_of_bounds")]
    [InlineData("123456789012345678901234567890123456789012345", "number_out_of_bounds")]
    [InlineData("\"50\"", "not_a_number")]
    [InlineData("true", "not_a_number")]
    [InlineData("[50]", "not_a_number")]
    public void Holds_numbers_to_bounds_to_the_last_digit(string value, string? code)
    {
        // With another type beside it, the value stands in a json column and keeps every digit.
        var result = Steps.Run(Rules.Step("number_range", """{"min":0,"max":100}"""), $$$"""[{"v":{{{value}}}},{"v":{}}]""");

        result.Rejected.Where(record => record.Ordinal == 100).SelectMany(record => record.Errors).SingleOrDefault()?.Code.ShouldBe(code);
        result.Rejected.Count.ShouldBe(code is null ? 1 : 2);
    }

    [Theory]
    [InlineData("""{"min":1,"exclusive_min":true}""", "1", false)]
    [InlineData("""{"min":1,"exclusive_min":true}""", "2", true)]
    [InlineData("""{"min":0.1,"exclusive_min":true}""", "0.10", false)]
    [InlineData("""{"max":1,"exclusive_max":true}""", "1", false)]
    [InlineData("""{"max":1,"exclusive_max":true}""", "-9223372036854775808", true)]
    [InlineData("""{"min":-1.5}""", "-1.5", true)]
    [InlineData("""{"min":-1.5}""", "-1.51", false)]
    public void Bounds_may_be_exclusive_or_open(string parameters, string value, bool valid) => (Rules.Check("number_range", parameters, value) is null).ShouldBe(valid);

    [Theory]
    [InlineData(0.5, null)]
    [InlineData(-0.5, "number_out_of_bounds")]
    [InlineData(double.PositiveInfinity, "number_out_of_bounds")]
    [InlineData(double.NaN, "not_a_number")]
    public void Holds_doubles_to_bounds(double value, string? code)
    {
        var builder = new FixedBuilder<double>(DataType.Double);
        builder.Append(value);
        using var input = new RecordBatch(new Schema(new Field("v", DataType.Double)), [builder.Build()], 1);

        Steps.Run(Rules.Step("number_range", """{"min":0,"max":1}"""), input).Rejected.SingleOrDefault()?.Errors[0].Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("number_range", "{}", "")]
    [InlineData("number_range", """{"max":1,"exclusive_min":true}""", ".exclusive_min")]
    [InlineData("number_range", """{"min":2,"max":1}""", ".max")]
    [InlineData("number_range", """{"min":1,"max":1,"exclusive_max":true}""", ".max")]
    [InlineData("number_range", """{"min":"low"}""", ".min")]
    [InlineData("length", "{}", "")]
    [InlineData("length", """{"min":2,"max":1}""", ".max")]
    [InlineData("length", """{"min":-1,"max":1}""", ".min")]
    public void Refuses_bounds_that_mean_nothing(string validation, string parameters, string path) =>
        Steps.Problems(Rules.Step(validation, parameters)).ShouldContain(problem => problem.Path == $"$.transformations.parameters{path}");

    [Theory]
    [InlineData("", "too_short")]
    [InlineData("ab", null)]
    [InlineData("abcd", null)]
    [InlineData("abcde", "too_long")]
    [InlineData("füße", null)]
    [InlineData("🦄🦄🦄🦄", null)]
    [InlineData("🦄", "too_short")]
    [InlineData("e\u0301", null)]
    [InlineData("日本語です", "too_long")]
    public void Counts_unicode_scalar_values(string text, string? code) => Rules.CheckText("length", """{"min":2,"max":4}""", text).ShouldBe(code);

    [Theory]
    [InlineData("[]", "too_short")]
    [InlineData("[1,[2,3,4,5,6]]", null)]
    [InlineData("[1,2,3,4,{}]", "too_long")]
    [InlineData("123", null)]
    [InlineData("1.50", null)]
    [InlineData("12345", "too_long")]
    [InlineData("true", "no_length")]
    [InlineData("{\"a\":1}", "no_length")]
    public void Counts_items_and_digits(string value, string? code) => Rules.Check("length", """{"min":2,"max":4}""", value).ShouldBe(code);
}
