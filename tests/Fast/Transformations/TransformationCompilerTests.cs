using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Tests.Fast.Transformations.Validations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class TransformationCompilerTests
{
    private const string Trim = """{"type":"field_operation","field_name":"a","operation":"trim"}""";

    [Theory]
    [InlineData(Trim)]
    [InlineData($"[{Trim}]")]
    [InlineData($$"""{"transformations":[{{Trim}}]}""")]
    [InlineData($$"""{"name":"clean","description":"d","transformations":{{Trim}}}""")]
    [InlineData("""{"type":"Field-Operation","name":"n","description":"d","field_names":["a"],"operation":"TRIM"}""")]
    public void Takes_a_list_a_bare_step_or_an_object(string steps) => Steps.Run(steps, """[{"a":" x "}]""").Records.ShouldBe("""[{"a":"x"}]""");

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void No_steps_change_nothing(string steps) => Steps.Run(steps, """[{"a":" x "},{}]""").Records.ShouldBe("""[{"a":" x "},{}]""");

    [Theory]
    [InlineData("""[{"type":"field_maping"}]""", "$.transformations[0].type", "Did you mean 'field_mapping'?")]
    [InlineData("""[{"field_name":"a"}]""", "$.transformations[0].type", "is required")]
    [InlineData("""[{"type":"limit","count":1,"name":"destinations[1]"}]""", "$.transformations[0].name", "what a destination is called")]
    [InlineData("""[5]""", "$.transformations[0]", "must be a step")]
    [InlineData("\"x\"", "$.transformations", "must be a list")]
    [InlineData("""{"transformations":[{"type":"x"}],"steps":1}""", "$.transformations.steps", "not a known key")]
    [InlineData("""{"transformations":[{"type":"x"}]}""", "$.transformations.transformations[0].type", "'x' is not a step type")]
    [InlineData("""[{"transformation_id":"t1","version":"latest"}]""", "$.transformations[0].transformation_id", "write their steps in its place")]
    public void Says_what_is_wrong(string steps, string path, string message) =>
        Steps.Problems(steps).ShouldContain(problem => problem.Path == path && problem.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Collects_every_problem_of_every_step()
    {
        var problems = Steps.Problems("""
            {"transformations":[
              {"type":"field_mapping","field_name":"a","operation":"uper_case"},
              {"type":"field_addition","field_name":"x","value":1,"valeu":2},
              {"type":"record_filter","condition":{"field":"a","operator":"equalz","value":1}}]}
            """, path: "$");

        problems.Select(problem => problem.Path).ShouldBe(["$.transformations[0].operation", "$.transformations[1].valeu", "$.transformations[2].condition.operator"]);
    }

    [Fact]
    public void The_steps_beside_a_reference_take_its_place_and_are_called_by_both()
    {
        const string Email = """{"type":"field_validation","field_name":"e","validation_type":"email_format"}""";
        const string Saved = $$"""[{{Trim}},{"transformation_id":"t1","version":2,"transformations":[{{Trim}},{{Email}}]}]""";

        var result = Steps.Run(Saved, """[{"a":" x ","e":"nobody"},{"a":" y ","e":"a@b.cd"}]""");

        result.Records.ShouldBe("""[{"a":"y","e":"a@b.cd"}]""");
        result.Rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem().Step.ShouldBe("transformations[1].transformations[1]");
        Steps.Problems("""[{"transformation_id":"t1","version":2,"transformations":[{"type":"x"}]}]""").ShouldHaveSingleItem().Path
            .ShouldBe("$.transformations[0].transformations[0].type");
    }

    [Fact]
    public void Steps_that_were_not_found_hide_no_problem_and_make_none()
    {
        var schema = new Schema(new Field("a", DataType.String));

        Steps.Problems("""[{"transformation_id":"t1","transformations":null},{"type":"field_operation","field_name":"b","operation":"trim"},{"type":"x"}]""", schema)
            .ShouldHaveSingleItem().Path.ShouldBe("$.transformations[2].type");
    }

    [Fact]
    public void Later_steps_see_the_fields_that_earlier_ones_made()
    {
        var schema = new Schema(new Field("a", DataType.String), new Field("n", DataType.Int64));

        Steps.Compile("""[{"type":"field_mapping","field_name":"a","target_field":"b"},{"type":"field_operation","field_name":"b","operation":"trim"}]""", schema)
            .Describe(schema).Select(field => field.Name).ShouldBe(["b", "n"]);
        Steps.Problems("""[{"type":"field_mapping","field_name":"a","target_field":"b"},{"type":"field_operation","field_name":"a","operation":"trim"}]""", schema)
            .ShouldHaveSingleItem().Path.ShouldBe("$.transformations[1].field_name");
    }

    [Fact]
    public void Every_type_of_the_catalogue_is_described_and_its_example_gives_what_it_says()
    {
        var catalogue = Steps.Compiler().Catalogue;

        catalogue.Select(spec => spec.Type).ShouldBe(
        [
            "aggregation",
            "cleansing",
            "conditional",
            "custom_function",
            "deduplication",
            "enrichment",
            "field_addition",
            "field_calculation",
            "field_expansion",
            "field_mapping",
            "field_operation",
            "field_removal",
            "field_validation",
            "format_conversion",
            "join",
            "limit",
            "lookup",
            "pivot",
            "record_filter",
            "record_splitting",
            "sample",
            "schema_mapping",
            "sort",
            "unpivot",
            "window",
        ]);
        foreach (var spec in catalogue)
        {
            var sources = spec.ExampleSources?.ToDictionary(source => source.Key, source => source.Value!.ToJsonString());
            Steps.ShouldBeJson(Steps.Run(spec.Example.ToJsonString(), spec.ExampleRecords.ToJsonString(), sources).Records, spec.ExampleResult.ToJsonString());
            spec.Example["type"]!.GetValue<string>().ShouldBe(spec.Type);
            spec.OptionsSchema["properties"]!["type"]!["const"]!.GetValue<string>().ShouldBe(spec.Type);
            foreach (var (name, property) in spec.OptionsSchema["properties"]!.AsObject())
                property!["description"].ShouldNotBeNull($"{spec.Type}.{name} has no description");
        }
    }

    [Fact]
    public void Every_schema_takes_its_example_and_refuses_a_misspelt_setting()
    {
        foreach (var spec in Steps.Compiler().Catalogue)
        {
            Refusal(spec, spec.Example).ShouldBeNull();
            foreach (var setting in SettingsOf(spec.Example).ToList())
                Refusal(spec, Misspelt(spec.Example, setting)).ShouldNotBeNull($"{spec.Type}: {setting}");
        }
    }

    [Fact]
    public void Every_step_takes_no_records_of_fields_that_nobody_knows()
    {
        using var none = JsonRecords.Parse("[]");
        var inputs = new JsonInputs(new Dictionary<string, string>());
        foreach (var spec in Steps.Compiler().Catalogue.Where(spec => spec.ExampleSources is null))
        {
            var program = Steps.Compile(spec.Example.ToJsonString());

            StepRun.Run(program, inputs, none, pieces: 1, memory: 1 << 20).Counts.ShouldAllBe(counts => counts.In == 0, spec.Type);
            program.Describe(none.Schema).ShouldNotBeNull();
        }
    }

    [Fact]
    public void The_catalogue_says_what_conditions_and_operations_there_are()
    {
        var catalogue = Steps.Compiler().Catalogue.ToDictionary(spec => spec.Type, spec => spec.OptionsSchema["properties"]!);

        catalogue["record_filter"]["condition"]!["properties"]!["operator"]!["examples"]!.AsArray().Count.ShouldBe(18);
        catalogue["field_operation"]["operation"]!["enum"]!.ToJsonString().ShouldContain("title_case");
        catalogue["field_addition"]["parameters"]!["required"]!.ToJsonString().ShouldBe("""["source_fields"]""");
    }

    /// <summary>The code with which the rule json_schema refuses a step by the schema of its type; null when it takes it.</summary>
    private static string? Refusal(TransformationSpec spec, JsonNode step) =>
        Rules.Check("json_schema", new JsonObject { ["schema"] = Plain(spec.OptionsSchema) }.ToJsonString(), step.ToJsonString());

    /// <summary>The schema without what is told to forms alone: the rule refuses keywords that it does not know.</summary>
    private static JsonNode? Plain(JsonNode? schema) => schema switch
    {
        JsonObject keywords => new JsonObject(keywords.Where(keyword => !IsForForms(keyword)).Select(keyword => KeyValuePair.Create(keyword.Key, Plain(keyword.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Plain)]),
        _ => schema?.DeepClone(),
    };

    private static bool IsForForms(KeyValuePair<string, JsonNode?> keyword) =>
        keyword.Key.StartsWith("x-", StringComparison.Ordinal) || (keyword.Key == "format" && keyword.Value?.GetValueKind() == JsonValueKind.String && keyword.Value.GetValue<string>() == "password");

    /// <summary>The paths of all settings. Steps inside a step are of any type, which its schema does not know: the compiler looks at them.</summary>
    private static IEnumerable<string> SettingsOf(JsonNode? node) => node switch
    {
        JsonObject settings => settings.SelectMany(setting => setting.Key is "then" or "else" ? [] : SettingsOf(setting.Value).Prepend(setting.Value!.GetPath())),
        JsonArray items => items.SelectMany(SettingsOf),
        _ => [],
    };

    private static JsonNode Misspelt(JsonNode example, string path)
    {
        var copy = example.DeepClone();
        var setting = SettingsIn(copy).Single(node => node.GetPath() == path);
        var (parent, name) = (setting.Parent!.AsObject(), setting.GetPropertyName());
        parent.Remove(name);
        parent[name + "x"] = setting;
        return copy;
    }

    private static IEnumerable<JsonNode> SettingsIn(JsonNode? node) => node switch
    {
        JsonObject settings => settings.SelectMany(setting => SettingsIn(setting.Value).Prepend(setting.Value!)),
        JsonArray items => items.SelectMany(SettingsIn),
        _ => [],
    };

    [Fact]
    public void A_field_that_a_batch_lacks_counts_as_missing_in_every_record()
    {
        // The schema is unknown when the steps are compiled, so the batch decides.
        const string Records = """[{"k":1},{"k":2}]""";

        var problems = new Problems();
        var program = Steps.Compiler().Compile(
            JsonDocument.Parse("""[{"type":"field_operation","field_name":"a","operation":"trim"},{"type":"field_validation","field_name":"a","validation_type":"required"}]""").RootElement,
            null, "$", problems)!;
        using var input = JsonRecords.Parse(Records);

        var result = StepRun.Run(program, new NoInputs(), input, pieces: 1, memory: 1 << 20);

        result.Rejected.Count.ShouldBe(2);
        result.Records.ShouldBe("[]");
    }
}
