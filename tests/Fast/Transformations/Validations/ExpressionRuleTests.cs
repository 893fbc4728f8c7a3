using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Validations;

public sealed class ExpressionRuleTests
{
    [Theory]
    [InlineData("v >= w", "", "k 1,3")]
    [InlineData("v is null or v >= w", "", "k 1,3,4")]
    [InlineData("v is not null", "", "k 1,2,3")]
    [InlineData("k in (1, 2)", "drop", "k 1,2")]
    [InlineData("v >= w", "warn", "k 1,2,3,4")]
    public void Compares_fields_of_a_record(string expression, string onFailure, string kept)
    {
        var result = Steps.Run(Step(expression, onFailure), """[{"k":1,"v":5,"w":5},{"k":2,"v":4,"w":5},{"k":3,"v":6,"w":5},{"k":4,"v":null,"w":null}]""");

        var keys = System.Text.Json.JsonDocument.Parse(result.Records).RootElement.EnumerateArray().Select(record => record.GetProperty("k").GetInt32());
        $"k {string.Join(',', keys)}".ShouldBe(kept);
    }

    [Fact]
    public void Blames_the_field_of_the_step()
    {
        var error = Steps.Run(Step("v > w", ""), """[{"v":1,"w":2}]""").Rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem();

        (error.Field, error.Rule, error.Code).ShouldBe(("v", "expression", "expression_false"));
    }

    [Fact]
    public void A_record_that_it_cannot_be_evaluated_for_is_rejected_with_that_reason_alone() =>
        Steps.Run(Step("w / v > 1", "warn"), """[{"v":0,"w":2},{"v":1,"w":2}]""").Rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem().Code.ShouldBe("division_by_zero");

    [Theory]
    [InlineData("v >", "position")]
    [InlineData("v + 1", "position")]
    [InlineData("nofield > 1", "nofield")]
    public void Refuses_what_is_no_condition_on_the_records(string expression, string message)
    {
        var schema = new Schema(new Field("v", DataType.Int64), new Field("w", DataType.Int64));

        var problem = Steps.Problems(Step(expression, ""), schema).ShouldHaveSingleItem();

        problem.Path.ShouldBe("$.transformations.parameters.expression");
        problem.Message.ShouldContain(message);
    }

    private static string Step(string expression, string onFailure) =>
        $$$"""{"type":"field_validation","field_name":"v","validation_type":"expression","parameters":{"expression":"{{{expression}}}"}{{{(onFailure.Length > 0 ? $",\"on_failure\":\"{onFailure}\"" : "")}}}}""";
}
