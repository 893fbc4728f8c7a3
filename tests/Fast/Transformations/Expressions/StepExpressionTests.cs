using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Expressions;

/// <summary>Expressions where steps take them.</summary>
public sealed class StepExpressionTests
{
    [Fact]
    public void A_calculation_takes_one() =>
        Steps.Run(
            """{"type":"field_calculation","field_name":"total","expression":"quantity * price * (1 - coalesce(discount, 0))"}""",
            """[{"quantity":3,"price":19.99,"discount":0.15,"z":1},{"quantity":2,"price":4.35,"discount":null,"z":2}]""")
            .Records.ShouldBe("""[{"quantity":3,"price":19.99,"discount":0.15,"total":50.9745,"z":1},{"quantity":2,"price":4.35,"discount":null,"total":8.70,"z":2}]""");

    [Theory]
    [InlineData("a * b", """{"a":null,"b":1}""", "calculation_operand")]
    [InlineData("a * b", """{"b":1}""", "calculation_operand")]
    [InlineData("a * m", """{"a":1,"m":"x"}""", "calculation_operand")]
    [InlineData("b / a", """{"a":0,"b":1}""", "division_by_zero")]
    [InlineData("a * a * a * a * a * a * a", """{"a":999999999}""", "number_out_of_range")]
    [InlineData("to_int(s)", """{"s":"12x"}""", "cast_failed")]
    public void A_calculation_rejects_what_has_no_value(string expression, string record, string code)
    {
        var result = Steps.Run($$"""{"type":"field_calculation","field_name":"r","expression":"{{expression}}"}""", $$"""[{"a":2,"b":3,"m":[],"s":"5"},{{record}},{"a":1,"b":1,"m":1,"s":"5"}]""");

        var error = result.Rejected.Single(record => record.Ordinal == 101).Errors.ShouldHaveSingleItem();
        (error.Step, error.Rule, error.Code).ShouldBe(("transformations[0]", "field_calculation", code));
    }

    [Theory]
    [InlineData("price * qunatity", "the records have no field 'qunatity' at this step. Did you mean 'quantity'?")]
    [InlineData("price * quantity", "a field that it needs is null or missing (price, quantity).")]
    public async Task A_calculation_says_what_it_lacks(string expression, string message)
    {
        // As in a run whose source was not known when the steps were saved.
        await using var resources = StepRun.Resources(new(1 << 20));
        var chain = Steps.Compile($$"""{"type":"field_calculation","field_name":"r","expression":"{{expression}}"}""").OpenChain(resources);
        using var records = JsonRecords.Parse("""[{"price":null,"quantity":1},{"price":null,"quantity":2}]""");

        var result = await chain.ApplyAsync(records.Share(), CancellationToken.None).SingleAsync();

        result.Batch.Dispose();
        result.Rejected.ShouldAllBe(record => record.Errors[0].Message.Contains(message));
        result.Rejected.Count.ShouldBe(2);
    }

    [Fact]
    public void A_calculation_keeps_null_where_it_is_told_to()
    {
        var result = Steps.Run("""{"type":"field_calculation","field_name":"r","expression":"a * m","on_missing":"null"}""", """[{"a":2,"m":3},{"a":null,"m":3},{"a":1,"m":"x"},{"a":1,"m":1e99}]""");

        Steps.ShouldBeJson(result.Records, """[{"a":2,"m":3,"r":6},{"a":null,"m":3,"r":null},{"a":1,"m":"x","r":null}]""");
        result.Rejected.ShouldHaveSingleItem().Errors[0].Code.ShouldBe("number_out_of_range");
    }

    [Fact]
    public void An_addition_takes_one()
    {
        var result = Steps.Run(
            """[{"type":"field_addition","field_name":"label","expression":"upper(n) & '-' & run_date()"},{"type":"field_addition","field_name":"bad","expression":"to_int(n)"}]""",
            """[{"n":"a","z":1},{"n":"7","z":2}]""");

        result.Records.ShouldBe("""[{"n":"7","bad":7,"label":"7-2025-01-16","z":2}]""");
        var error = result.Rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem();
        (error.Rule, error.Code, error.Field).ShouldBe(("field_addition", "cast_failed", "n"));
    }

    [Fact]
    public void A_list_of_mappings_takes_one()
    {
        var result = Steps.Run(
            """{"type":"field_mapping","mappings":[{"source":"n","target_field":"name"},{"target_field":"total","expression":"q * p","type":"string","default":"none"}]}""",
            """[{"n":"a","q":2,"p":1.5},{"n":"b","q":null,"p":1}]""");

        Steps.ShouldBeJson(result.Records, """[{"name":"a","q":2,"p":1.5,"total":"3.0"},{"name":"b","q":null,"p":1,"total":"none"}]""");
    }

    [Theory]
    [InlineData("""{"expression":"q * p > 10 and s in ('a', 'b')"}""", "1")]
    [InlineData("""{"not":{"expression":"q * p > 10"}}""", "2 4")]
    [InlineData("""{"any":[{"expression":"q > 5"},{"field":"s","operator":"equals","value":"b"}]}""", "1 2")]
    [InlineData("""{"expression":"flag"}""", "1")]
    public void A_condition_takes_one(string condition, string expected)
    {
        var result = Steps.Run(
            $$"""[{"type":"record_filter","condition":{{condition}}},{"type":"field_mapping","mappings":{"id":"id"},"keep_unmapped":false}]""",
            """[{"id":1,"q":6,"p":2.5,"s":"a","flag":true},{"id":2,"q":1,"p":2.5,"s":"b","flag":false},{"id":3,"q":5,"p":99999999999999999999999999999999999999,"s":"c","flag":null},{"id":4,"q":null,"p":1,"s":"c"}]""");

        result.Records.ShouldBe($"[{string.Join(',', expected.Split(' ').Select(id => $$"""{"id":{{id}}}"""))}]");
    }

    [Fact]
    public void A_record_whose_condition_cannot_be_evaluated_is_rejected()
    {
        var result = Steps.Run("""{"type":"record_filter","condition":{"expression":"10 / q > 1"}}""", """[{"q":5},{"q":0},{"q":20}]""");

        result.Records.ShouldBe("""[{"q":5}]""");
        var error = result.Rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem();
        (error.Rule, error.Code, error.Field).ShouldBe(("expression", "division_by_zero", "q"));
        result.Counts[0].Filtered.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"type":"field_calculation","field_name":"r","expression":"a * nope"}""", "$.transformations.expression", "position 5: the records have no field 'nope'")]
    [InlineData("""{"type":"field_calculation","field_name":"r","operation":"sum","expression":"a"}""", "$.transformations.operation", "one of the two")]
    [InlineData("""{"type":"field_calculation","expression":"a"}""", "$.transformations.field_name", "is required")]
    [InlineData("""{"type":"field_calculation","field_name":"r","expression":"a","on_missing":"zero"}""", "$.transformations.on_missing", "coalesce(field, 0)")]
    [InlineData("""{"type":"field_addition","field_name":"r","expression":"a + s"}""", "$.transformations.expression", "position 5: '+' needs decimal")]
    [InlineData("""{"type":"field_mapping","mappings":[{"target_field":"r","expression":"a + s"}]}""", "$.transformations.mappings[0].expression", "position 5")]
    [InlineData("""{"type":"record_filter","condition":{"expression":"a + 1"}}""", "$.transformations.condition.expression", "needs bool here, not decimal")]
    [InlineData("""{"type":"record_filter","condition":{"expression":"a >"}}""", "$.transformations.condition.expression", "position 4")]
    public void Says_what_is_wrong(string step, string path, string message)
    {
        using var records = JsonRecords.Parse("""[{"a":1,"s":"x"}]""");

        Steps.Problems(step, records.Schema).ShouldContain(problem => problem.Path == path && problem.Message.Contains(message, StringComparison.Ordinal));
    }
}
