using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Tests.Fast.Transformations;
using DataAggregator.Transformations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Lineage;

public sealed class StepLineageTests
{
    private static readonly TransformationCompiler Compiler = new(TimeProvider.System);

    public static TheoryData<string> Types => [.. Compiler.Catalogue.Select(spec => spec.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_field_that_a_step_changes_in_its_example_is_declared(string type)
    {
        var spec = Compiler.Catalogue.Single(spec => spec.Type == type);
        var inputs = spec.ExampleSources?.Select(source => new NamedInput(source.Key, SchemaOf(source.Value!.AsArray()))).ToList();
        var input = SchemaOf(spec.ExampleRecords);

        var lineage = Trace(spec.Example.ToJsonString(), input, inputs).ShouldHaveSingleItem();

        var fields = lineage.Fields.ToDictionary(field => field.Field);
        foreach (var name in spec.ExampleResult.SelectMany(record => record!.AsObject()).Select(property => property.Key).Distinct())
        {
            fields.ShouldContainKey(name);
            var field = fields[name];
            if (type != "custom_function")
                field.Kind.ShouldNotBe(LineageKind.Opaque, $"{name} is not declared");
            if (field.Kind is LineageKind.Copied)
                Values(spec.ExampleResult, name).Except(Values(spec.ExampleRecords, field.Inputs[0].Field)).ShouldBeEmpty($"{name} has values that its input has not");
            field.Inputs.Where(origin => origin.Source is null).ShouldAllBe(origin => input.IndexOf(origin.Field) >= 0);
        }
    }

    [Theory]
    [InlineData("""{"type":"field_calculation","field_name":"total","operation":"multiply","parameters":{"source_fields":["quantity","price"]}}""", "total: computed of quantity, price")]
    [InlineData("""{"type":"field_calculation","field_name":"total","expression":"price * coalesce(quantity, 1)"}""", "total: computed of price, quantity")]
    [InlineData("""{"type":"field_mapping","field_name":"price","target_field":"unit_price"}""", "unit_price: renamed of price")]
    [InlineData("""{"type":"field_mapping","field_name":"name","operation":"uppercase","target_field":"label"}""", "label: computed of name")]
    [InlineData("""{"type":"field_mapping","field_name":"name","operation":"coalesce","parameters":{"fields":["status"]}}""", "name: computed of name, status")]
    [InlineData("""{"type":"field_addition","field_name":"at","value":"current_timestamp"}""", "at: constant of ")]
    [InlineData("""{"type":"field_addition","field_name":"both","operation":"concat","parameters":{"source_fields":["name","status"]}}""", "both: computed of name, status")]
    [InlineData("""{"type":"aggregation","group_by_fields":["status"],"aggregated_fields":[{"input_field":"price","output_field":"sum","operation":"sum"}]}""", "sum: aggregated of price")]
    [InlineData("""{"type":"conditional","condition":{"field":"status","operator":"equals","value":"x"},"then":[{"type":"field_operation","field_name":"name","operation":"trim"},{"type":"field_mapping","field_name":"name","target_field":"label"}]}""", "label: computed of name")]
    [InlineData("""{"type":"custom_function","code":"function transform(record) { return record; }","output_fields":[{"name":"made","type":"string"}]}""", "made: opaque of name, status, quantity, price")]
    public void A_step_tells_what_a_field_is_made_of(string step, string expected)
    {
        var fields = Trace(step, Orders).ShouldHaveSingleItem().Fields;

        fields.Select(field => $"{field.Field}: {field.Kind.ToString().ToLowerInvariant()} of {string.Join(", ", field.Inputs.Select(input => input.Field))}").ShouldContain(expected);
    }

    [Theory]
    [InlineData("""{"type":"record_filter","condition":{"all":[{"field":"status","operator":"equals","value":"x"},{"expression":"price > quantity"}]}}""", "Filter status, Filter price, Filter quantity")]
    [InlineData("""{"type":"sort","fields":[{"field":"price"}]}""", "Sort price")]
    [InlineData("""{"type":"deduplication","key_fields":["name"],"keep":"max","keep_field":"price"}""", "Filter name, Filter price")]
    [InlineData("""{"type":"aggregation","group_by_fields":["status"],"aggregated_fields":[{"input_field":"price","output_field":"sum","operation":"sum"}],"having":{"field":"sum","operator":">","value":1}}""", "GroupBy status, Filter price")]
    [InlineData("""{"type":"field_validation","field_name":"name","validation_type":"not_null"}""", "Filter name")]
    [InlineData("""{"type":"conditional","condition":{"field":"status","operator":"equals","value":"x"},"then":[{"type":"record_filter","condition":{"field":"price","operator":">","value":1}}]}""", "Condition status, Filter price")]
    [InlineData("""{"type":"limit","count":1}""", "")]
    public void A_step_tells_by_what_it_decides_about_records(string step, string expected)
    {
        var influences = Trace(step, Orders).ShouldHaveSingleItem().Influences;

        string.Join(", ", influences.Select(influence => $"{influence.Kind} {influence.Input.Field}")).ShouldBe(expected);
    }

    private static Schema Orders => new(new Field("name", DataType.String), new Field("status", DataType.String), new Field("quantity", DataType.Int64), new Field("price", DataType.Decimal));

    private static IReadOnlyList<StepLineage> Trace(string step, Schema input, IReadOnlyList<NamedInput>? inputs = null)
    {
        var problems = new Problems();
        var program = Compiler.Compile(JsonSerializer.Deserialize<JsonElement>(step), input, "$", problems, inputs ?? []);
        problems.ThrowIfAny();
        return program!.Trace(input);
    }

    private static Schema SchemaOf(JsonArray records)
    {
        using var batch = JsonRecords.Parse(records.ToJsonString());
        return batch.Schema;
    }

    private static HashSet<string> Values(JsonArray records, string field) => [.. records.Select(record => record![field]?.ToJsonString() ?? "null")];
}
