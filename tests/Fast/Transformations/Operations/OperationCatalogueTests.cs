using System.Text.Json.Nodes;
using DataAggregator.Transformations.Operations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Operations;

/// <summary>What every field operation promises.</summary>
public sealed class OperationCatalogueTests
{
    public static TheoryData<string> Operations => [.. OperationCatalogue.Names];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Its_example_gives_what_it_says(string name)
    {
        var example = OperationCatalogue.SpecOf(name).Example;
        var record = new JsonObject { ["value"] = example.Input };
        foreach (var (other, value) in example.Others ?? [])
            record[other] = value?.DeepClone();

        var result = Steps.Run(Step(name, example.Parameters).ToJsonString(), new JsonArray(record).ToJsonString());

        result.Rejected.ShouldBeEmpty();
        var output = new JsonArray(JsonNode.Parse(result.Records)![0]!["value"]?.DeepClone());
        Steps.ShouldBeJson(output.ToJsonString(), new JsonArray(example.Output).ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Its_parameters_are_described_and_others_are_refused(string name)
    {
        var spec = OperationCatalogue.SpecOf(name);

        spec.Description.ShouldEndWith(".");
        spec.Category.ShouldBeOneOf("text", "pattern", "number", "date_time", "privacy", "encoding", "structure", "value");
        foreach (var (parameter, schema) in spec.Parameters["properties"]!.AsObject())
            schema!["description"].ShouldNotBeNull($"{name}.{parameter} has no description");
        var parameters = spec.Example.Parameters ?? [];
        parameters["no_such_parameter"] = 1;
        Steps.Problems(Step(name, parameters).ToJsonString()).ShouldHaveSingleItem().Path.ShouldBe("$.transformations.parameters.no_such_parameter");
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Nulls_and_missing_values_pass_unless_it_says_otherwise(string name)
    {
        if (name is "default" or "coalesce")
            return;
        var example = OperationCatalogue.SpecOf(name).Example;
        var present = example.Others ?? [];
        present["value"] = example.Input!.DeepClone();

        var result = Steps.Run(Step(name, example.Parameters).ToJsonString(), $$"""[{{present.ToJsonString()}},{"k":2,"value":null},{"k":3}]""");

        var records = JsonNode.Parse(result.Records)!.AsArray();
        records.Count.ShouldBe(3);
        Steps.ShouldBeJson(records[1]!.ToJsonString(), """{"k":2,"value":null}""");
        records[2]!.ToJsonString().ShouldBe("""{"k":3}""");
    }

    [Fact]
    public void The_catalogue_lists_every_operation_with_its_parameters()
    {
        var schema = Steps.Compiler().Catalogue.Single(spec => spec.Type == "field_operation").OptionsSchema;

        schema["properties"]!["operation"]!["enum"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldBe(OperationCatalogue.Names);
        var pad = schema["allOf"]!.AsArray().Single(rule => rule!["if"]!["properties"]!["operation"]!["const"]!.GetValue<string>() == "pad");
        var parameters = pad!["then"]!["properties"]!["parameters"]!;
        parameters["required"]!.ToJsonString().ShouldBe("""["length"]""");
        parameters["properties"]!["side"]!["enum"]!.ToJsonString().ShouldBe("""["both","left","right"]""");
        parameters["x-example"]!["output"]!.GetValue<string>().ShouldBe("000042");
    }

    [Theory]
    [InlineData("Upper", "uppercase")]
    [InlineData("title", "title_case")]
    [InlineData("Title-Case", "title_case")]
    [InlineData("uperr", null)]
    public void Knows_aliases_and_other_spellings(string written, string? name) => OperationCatalogue.NameOf(written).ShouldBe(name);

    private static JsonObject Step(string operation, JsonObject? parameters)
    {
        var step = new JsonObject { ["type"] = "field_operation", ["field_name"] = "value", ["operation"] = operation };
        if (parameters is not null)
            step["parameters"] = parameters.DeepClone();
        return step;
    }
}
