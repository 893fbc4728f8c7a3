using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Mappings;
using DataAggregator.Transformations.Operations;
using FieldSource = DataAggregator.Transformations.Mappings.Mapping;

namespace DataAggregator.Transformations;

/// <summary>Changes fields in place by an operation, renames, casts, selects and orders them: <c>field_operation</c>, <c>field_mapping</c> and <c>schema_mapping</c> are one.</summary>
/// <param name="spec">The entry in the catalogue: <see cref="Operation"/> or <see cref="Mapping"/>.</param>
internal sealed class FieldMapping(Func<TransformationSpec> spec) : Transformation<FieldMapping.Options>
{
    private IReadOnlyList<NamedField> operands = [];
    private FieldChange? change;
    private MappingList? mappings;

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

        [Description("Several mappings, done at once: {\"old\": \"new\"}, or a list of entries with source, target_field, type, operation, default, required.")]
        public JsonElement Mappings { get; init; }

        [Description("Whether fields that mappings does not name stay. If not, those of a list stand in its order.")]
        public bool KeepUnmapped { get; init; } = true;

        [Description("The fields that come first, in this order.")]
        public IReadOnlyList<string>? FieldOrder { get; init; }
    }

    /// <summary>The entry of <c>field_operation</c>.</summary>
    public static TransformationSpec Operation() => MakeEntry(
        "field_operation",
        "Change fields",
        TransformationCategory.Fields,
        "Changes the values of fields by an operation; the same step as field_mapping.",
        new StepExample(
            """{"type":"field_operation","field_name":"product_name","operation":"title_case"}""",
            Records: """[{"product_name":"wireless mouse"}]""",
            Result: """[{"product_name":"Wireless Mouse"}]"""));

    /// <summary>The entry of <c>field_mapping</c> and <c>schema_mapping</c>.</summary>
    public static TransformationSpec Mapping() => MakeEntry(
        "field_mapping",
        "Map fields",
        TransformationCategory.Mapping,
        "Renames and casts fields, changes them by operations, puts them in order, or keeps only the fields named.",
        new StepExample(
            """{"type":"field_mapping","mappings":[{"source":"product_name","target_field":"product","operation":"title_case"},{"source":"price","type":"decimal","required":true}],"keep_unmapped":false}""",
            Records: """[{"price":"19.90","product_name":"wireless mouse","stock":3}]""",
            Result: """[{"product":"Wireless Mouse","price":19.90}]"""));

    public override TransformationSpec Spec => spec();

    protected override void Prepare(Options options, string path, Problems problems)
    {
        var hasMappings = options.Mappings.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
        if (options.Operation is null && options.TargetField is null && !hasMappings && options.FieldOrder is null)
            problems.Add(path, "does nothing: give an operation, a target_field, mappings or a field_order.");
        if (options.Operation is not null || options.TargetField is not null || options.FieldName is not null || options.FieldNames is not null)
            operands = options.Fields(path, problems);
        if (options.Operation is not null)
            change = FieldChange.Create(options.Operation, options.Parameters, options.OnError, path, problems);
        else if (options.Parameters is not null)
            problems.Add($"{path}.parameters", "belongs to an operation; there is none.");
        if (options.TargetField is not null && options.FieldNames is not null)
            problems.Add($"{path}.target_field", "renames one field, but field_names lists several; use mappings.");
        if (!options.KeepUnmapped && !hasMappings)
            problems.Add($"{path}.keep_unmapped", "needs mappings, which say what stays.");

        List<FieldSource> all = hasMappings ? [.. MappingList.Read(options.Mappings, $"{path}.mappings", problems)] : [];
        if (options.TargetField is not null && operands.Count == 1)
            all.Add(new FieldSource(operands[0].Field, options.TargetField, $"{path}.target_field"));
        if (all.Count > 0 || options.FieldOrder is not null)
            mappings = new MappingList(all, options.KeepUnmapped, options.Mappings.ValueKind == JsonValueKind.Array, options.FieldOrder ?? []);
        mappings?.CheckTargets(problems);
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        if (change is not null)
        {
            foreach (var operand in operands)
                input = change.Describe(input, operand, problems);
        }

        return mappings?.Describe(input, $"{path}.field_order", problems) ?? input;
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        foreach (var operand in change is null ? [] : operands)
            trace.Changed(operand.Field, change!.Others);
        mappings?.Trace(trace, change is null ? [] : [.. operands.Select(operand => operand.Field.Text)]);
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        var current = input.Share();
        if (change is not null)
        {
            foreach (var operand in operands)
                current = Next(current, change.Apply(current, operand.Field, scope));
        }

        return mappings is null ? current : Next(current, mappings.Apply(current, scope));
    }

    private static RecordBatch Next(RecordBatch current, RecordBatch next)
    {
        current.Dispose();
        return next;
    }

    private static TransformationSpec MakeEntry(string type, string displayName, TransformationCategory category, string description, StepExample example)
    {
        var entry = MakeSpec(type, displayName, category, description, example, ("operation", OneOf(OperationCatalogue.Names)), ("mappings", MappingList.Schema));
        entry.OptionsSchema["allOf"] = OperationCatalogue.ParametersByOperation();
        return entry;
    }
}
