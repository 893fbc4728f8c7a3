using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Validations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Validations;

/// <summary>What every validation promises.</summary>
public sealed class ValidationCatalogueTests
{
    public static TheoryData<string> Validations => [.. ValidationCatalogue.Names];

    [Theory]
    [MemberData(nameof(Validations))]
    public void Its_example_passes_and_fails_as_it_says(string name)
    {
        var spec = ValidationCatalogue.SpecOf(name);

        Rules.Check(name, spec.Example, spec.Example.Passes).ShouldBeNull();
        spec.Codes.ShouldContain(Rules.Check(name, spec.Example, spec.Example.Fails).ShouldNotBeNull());
    }

    [Theory]
    [MemberData(nameof(Validations))]
    public void Its_parameters_are_described_and_others_are_refused(string name)
    {
        var spec = ValidationCatalogue.SpecOf(name);

        spec.Description.ShouldEndWith(".");
        foreach (var (parameter, schema) in spec.Parameters["properties"]!.AsObject())
            schema!["description"].ShouldNotBeNull($"{name}.{parameter} has no description");
        var parameters = spec.Example.Parameters ?? [];
        parameters["no_such_parameter"] = 1;
        Steps.Problems(Rules.Step(name, parameters.ToJsonString())).ShouldHaveSingleItem().Path.ShouldBe("$.transformations.parameters.no_such_parameter");
    }

    [Theory]
    [MemberData(nameof(Validations))]
    public void Nulls_and_missing_values_pass_unless_the_rule_is_about_them(string name)
    {
        var example = ValidationCatalogue.SpecOf(name).Example;
        var step = Rules.Step(name, (example.Parameters ?? []).ToJsonString());

        Steps.Run(step, """[{"v":null},{"k":1},{"v":null}]""", Rules.Sources(example)).Rejected.Count.ShouldBe(name is "required" or "not_null" or "expression" ? 3 : 0);
    }

    [Theory]
    [MemberData(nameof(Validations))]
    public void Nothing_is_allocated_for_a_value_that_passes(string name)
    {
        // These know more than the value, from their step.
        if (name is "expression" or "referential" or "unique")
            return;
        var example = ValidationCatalogue.SpecOf(name).Example;
        var validation = ValidationCatalogue.Create(name, JsonSerializer.SerializeToElement(example.Parameters), "$", new Problems())!;

        Rules.AllocatedByPassing(validation, example.Passes!.ToJsonString()).ShouldBeLessThan(1_000);
    }

    [Fact]
    public void The_steps_schema_tells_the_parameters_of_each()
    {
        var schema = Steps.Compiler().Catalogue.Single(spec => spec.Type == "field_validation").OptionsSchema;

        schema["properties"]!["validation_type"]!["enum"]!.AsArray().Select(name => (string?)name).ShouldBe(ValidationCatalogue.Names);
        var length = schema["allOf"]!.AsArray().Single(rule => (string?)rule!["if"]!["properties"]!["validation_type"]!["const"] == "length")!["then"]!["properties"]!["parameters"]!;
        length["properties"]!["max"]!["type"]!.GetValue<string>().ShouldBe("integer");
        length["x-codes"]!.ToJsonString().ShouldBe("""["no_length","too_short","too_long"]""");
        length["x-example"]!.ToJsonString().ShouldContain("passes");
    }

    [Theory]
    [InlineData("email", "\"x\"", "{}", "email_format", "name@example.com")]
    [InlineData("number_range", "9", """{"min":1.50,"max":5}""", "number_range", "must not be below 1.50 or above 5")]
    [InlineData("range", "5", """{"max":5,"exclusive_max":true}""", "number_range", "must not be as great as 5")]
    [InlineData("length", "\"abc\"", """{"max":2}""", "length", "longer than 2")]
    [InlineData("length", "\"a\"", """{"min":2}""", "length", "shorter than 2")]
    [InlineData("one_of", "\"c\"", """{"values":["a",5,true]}""", "enum", "lists: a, 5, true.")]
    [InlineData("pattern", "\"c\"", """{"pattern":"^a+$"}""", "regex", "of the rule: ^a+$")]
    [InlineData("data_type", "\"c\"", """{"types":["integer","boolean"]}""", "type", "asks for: integer or boolean.")]
    [InlineData("expression", "1", """{"expression":"v > 2"}""", "expression", "of the rule: v > 2")]
    [InlineData("date", "\"1.2.2025\"", """{"formats":["iso8601","dd.MM.yyyy"]}""", "date", "allows: iso8601, dd.MM.yyyy.")]
    [InlineData("date", "\"2025-01-15\"", """{"max":"2024-12-31"}""", "date", "must not be after 2024-12-31.")]
    public void A_record_that_fails_is_told_what_the_rule_allows(string written, string value, string parameters, string rule, string message)
    {
        var error = Steps.Run(Rules.Step(written, parameters), $$"""[{"v":{{value}}}]""").Rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem();

        error.Rule.ShouldBe(rule);
        error.Message.ShouldContain(message);
    }

    [Fact]
    public void A_misspelt_parameter_is_refused_with_the_nearest() =>
        Steps.Problems(Rules.Step("number_range", """{"min":1,"exclusive_mn":true}""")).ShouldHaveSingleItem().Message.ShouldContain("Did you mean 'exclusive_min'?");
}
