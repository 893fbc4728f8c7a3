using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations;

namespace DataAggregator.Transformations;

/// <summary>Changes fields in place by an operation, and renames or selects them; also known as <c>field_operation</c>.</summary>
internal sealed class FieldMapping : Transformation<FieldMapping.Options>
{
    private static readonly TransformationSpec Entry = MakeEntry();
    private IReadOnlyList<NamedField> operands = [];
    private IReadOnlyList<Renaming> renamings = [];
    private FieldChange? change;

    public sealed record Options : FieldStepOptions
    {
        [Description("What to do to the field's values.")]
        public string? Operation { get; init; }

        [Description("The operation's own settings.")]
        public JsonElement? Parameters { get; init; }

        [Description("What becomes of a value that the operation cannot take.")]
        public OnError OnError { get; init; }

        [Description("The field's new name.")]
        public string? TargetField { get; init; }

        [Description("Several renamings: each source field and its new name.")]
        public IReadOnlyDictionary<string, string>? Mappings { get; init; }

        [Description("Whether fields that mappings does not name stay.")]
        public bool KeepUnmapped { get; init; } = true;
    }

    public override TransformationSpec Spec => Entry;

    protected override void Prepare(Options options, string path, Problems problems)
    {
        if (options.Operation is null && options.TargetField is null && options.Mappings is null)
            problems.Add(path, "does nothing: give an operation, a target_field or mappings.");
        if (options.Mappings is null || options.Operation is not null || options.TargetField is not null || options.FieldName is not null || options.FieldNames is not null)
            operands = options.Fields(path, problems);
        if (options.Operation is not null)
            change = FieldChange.Create(options.Operation, options.Parameters, options.OnError, path, problems);
        else if (options.Parameters is not null)
            problems.Add($"{path}.parameters", "belongs to an operation; there is none.");
        if (options.TargetField is not null && options.FieldNames is not null)
            problems.Add($"{path}.target_field", "renames one field, but field_names lists several; use mappings.");
        if (!options.KeepUnmapped && options.Mappings is null)
            problems.Add($"{path}.keep_unmapped", "needs mappings, which say what stays.");

        var all = (options.Mappings ?? new Dictionary<string, string>()).Select(mapping => new Renaming(FieldPath.Parse(mapping.Key), mapping.Value, $"{path}.mappings.{mapping.Key}")).ToList();
        if (options.TargetField is not null && operands.Count == 1)
            all.Add(new Renaming(operands[0].Field, options.TargetField, $"{path}.target_field"));
        renamings = all;
        foreach (var twice in all.GroupBy(renaming => renaming.Target).Where(group => group.Count() > 1))
            problems.Add(twice.Last().At, $"gives a second field the name '{twice.Key}'.");
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        if (change is not null)
        {
            foreach (var operand in operands)
                input = change.Describe(input, operand, problems);
        }

        foreach (var renaming in renamings)
            input = renaming.Describe(input, problems);
        return options.KeepUnmapped ? input : new Schema(input.Where(field => renamings.Any(renaming => renaming.Target == field.Name)));
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        var current = input.Share();
        if (change is not null)
        {
            foreach (var operand in operands)
                current = Next(current, change.Apply(current, operand.Field, scope));
        }

        foreach (var renaming in renamings)
            current = Next(current, renaming.Apply(current, scope));
        for (var i = current.Schema.Count - 1; !options.KeepUnmapped && i >= 0; i--)
        {
            if (!renamings.Any(renaming => renaming.Target == current.Schema[i].Name))
                current = Next(current, current.RemoveAt(i));
        }

        return current;
    }

    private static RecordBatch Next(RecordBatch current, RecordBatch next)
    {
        current.Dispose();
        return next;
    }

    private static TransformationSpec MakeEntry()
    {
        var spec = MakeSpec(
            "field_mapping",
            "Map fields",
            TransformationCategory.Mapping,
            "Changes the values of fields by an operation, renames them, or keeps only the fields named.",
            new StepExample(
                """{"type":"field_mapping","field_name":"product_name","operation":"title_case"}""",
                Records: """[{"product_name":"wireless mouse"}]""",
                Result: """[{"product_name":"Wireless Mouse"}]"""),
            ("operation", OneOf(OperationCatalogue.Names)));
        spec.OptionsSchema["allOf"] = OperationCatalogue.ParametersByOperation();
        return spec;
    }
}
