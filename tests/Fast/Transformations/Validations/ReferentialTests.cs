using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Validations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Validations;

public sealed class ReferentialTests
{
    private const string Customers = """[{"id":7,"o":{"c":"a"}},{"id":8.50,"o":{"c":"b"}},{"id":7},{"id":null}]""";
    private static readonly Dictionary<string, string> Inputs = new() { ["customers"] = Customers };

    [Theory]
    [InlineData("id", "7", true)]
    [InlineData("id", "7.0", true)]
    [InlineData("id", "8.5", true)]
    [InlineData("id", "\"7\"", false)]
    [InlineData("id", "9", false)]
    [InlineData("id", "null", true)]
    [InlineData("o.c", "\"b\"", true)]
    [InlineData("o.c", "\"B\"", false)]
    [InlineData("o", """{"c":"a"}""", true)]
    [InlineData("o", """{"c":"c"}""", false)]
    public void A_value_must_be_one_of_the_source(string field, string value, bool passes)
    {
        var result = Steps.Run(Step("""{"field_name":"v"}""", field), $$"""[{"v":{{value}}}]""", Inputs);

        result.Rejected.SelectMany(record => record.Errors).Select(error => (error.Field, error.Rule, error.Code))
            .ShouldBe(passes ? [] : [("v", "referential", "not_in_reference")]);
    }

    [Theory]
    [InlineData("reject", "1", 2, 0, 0)]
    [InlineData("drop", "1", 0, 2, 0)]
    [InlineData("warn", "1 2 3", 0, 0, 2)]
    [InlineData("null", "1 2 3", 0, 0, 0)]
    public void Does_about_others_what_it_is_told(string onFailure, string kept, int rejected, int filtered, int warned)
    {
        var result = Steps.Run(
            Step($$"""{"field_names":["a","b"],"on_failure":"{{onFailure}}"}"""), """[{"k":1,"a":7},{"k":2,"a":9,"b":7},{"k":3,"a":6,"b":5}]""", Inputs);

        string.Join(' ', JsonNode.Parse(result.Records)!.AsArray().Select(record => record!["k"]!.ToString())).ShouldBe(kept);
        (result.Counts[0].Rejected, result.Counts[0].Filtered, result.Counts[0].Warned).ShouldBe((rejected, filtered, warned));
        if (onFailure == "null")
            result.Records.ShouldBe("""[{"k":1,"a":7},{"k":2,"a":null,"b":7},{"k":3,"a":null,"b":null}]""");
    }

    [Fact]
    public void May_fail_the_run() =>
        Should.Throw<ConnectorException>(() => Steps.Run(Step("""{"field_name":"a","on_failure":"fail_run"}"""), """[{"a":7},{"a":9}]""", Inputs))
            .Message.ShouldContain("record 101 of partition 3, field 'a'");

    [Fact]
    public void A_source_without_records_has_no_value() =>
        Steps.Run(Step("""{"field_name":"a"}"""), """[{"a":1},{"a":null},{}]""", new Dictionary<string, string> { ["customers"] = """[{"id":null}]""" })
            .Records.ShouldBe("""[{"a":null},{}]""");

    [Fact]
    public void Stands_behind_a_step_that_needs_the_whole_run() =>
        Steps.Run($$"""[{"type":"sort","fields":[{"field":"a","direction":"desc"}]},{{Step("""{"field_name":"a"}""")}}]""", """[{"a":7},{"a":9},{"a":8.5}]""", Inputs)
            .Records.ShouldBe("""[{"a":8.5},{"a":7}]""");

    [Theory]
    [InlineData("""{"field_name":"a","parameters":{"source":"custmers","field":"id"}}""", true, "", "Did you mean 'customers'?")]
    [InlineData("""{"field_name":"a","parameters":{"source":"customers","field":"idd"}}""", true, ".parameters.field", "idd")]
    [InlineData("""{"field_name":"a","parameters":{"source":"customers"}}""", true, ".parameters.field", "required")]
    [InlineData("""{"field_name":"a","parameters":{"source":"customers","field":"id"}}""", false, ".parameters.source", "join of the type semi")]
    [InlineData("""{"field_name":"z","parameters":{"source":"customers","field":"id"}}""", true, ".field_name", "z")]
    public void Problems_name_the_setting(string settings, bool fitsInMemory, string path, string message)
    {
        var step = JsonNode.Parse(settings)!.AsObject();
        (step["type"], step["validation_type"]) = ("field_validation", "referential");
        using var records = JsonRecords.Parse("""[{"a":1}]""");

        var problem = Steps.Problems(step.ToJsonString(), records.Schema, inputs: new JsonInputs(Inputs, fitsInMemory)).ShouldHaveSingleItem();

        problem.Path.ShouldBe("$.transformations" + path);
        problem.Message.ShouldContain(message);
    }

    [Fact]
    public void Fields_are_known_behind_it_though_the_source_is_not()
    {
        using var records = JsonRecords.Parse("""[{"a":1}]""");

        Steps.Problems($$"""[{{Step("""{"field_name":"a"}""")}},{"type":"field_removal","field_name":"z"}]""", records.Schema).ShouldHaveSingleItem().Path.ShouldBe("$.transformations[1].field_name");
    }

    [Fact]
    public void The_compiler_finds_the_source_it_reads() =>
        Steps.Compiler().FindInputs(JsonDocument.Parse(Step("""{"field_name":"a"}""")).RootElement, "$.transformations")
            .ShouldBe([new InputReference("customers", null, "$.transformations", "$.transformations.parameters.stream")]);

    [Fact]
    public async Task Nothing_is_allocated_for_a_value_that_passes()
    {
        var rule = (Referential)ValidationCatalogue.Create("referential", JsonSerializer.SerializeToElement(new { source = "customers", field = "id" }), "$", new Problems())!;
        await using var resources = StepRun.Resources(new MemoryBudget(1 << 20), new JsonInputs(Inputs));
        await rule.LoadAsync(resources, CancellationToken.None);

        Rules.AllocatedByPassing(rule, "7").ShouldBeLessThan(1_000);
    }

    private static string Step(string settings, string field = "id")
    {
        var step = JsonNode.Parse(settings)!.AsObject();
        (step["type"], step["validation_type"]) = ("field_validation", "referential");
        step["parameters"] = new JsonObject { ["source"] = "customers", ["field"] = field };
        return step.ToJsonString();
    }
}
