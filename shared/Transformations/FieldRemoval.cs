using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations;

/// <summary>Removes fields, values inside json fields too; or all fields but those to keep.</summary>
internal sealed class FieldRemoval : Transformation<FieldRemoval.Options>
{
    private IReadOnlyList<NamedField> removed = [];
    private IReadOnlyList<NamedField>? kept;

    public sealed record Options : FieldStepOptions
    {
        [Description("The fields to keep, whole ones, in place of field_name: all others are removed.")]
        public IReadOnlyList<string>? Keep { get; init; }

        [Description("Whether a field that the records lack is no mistake.")]
        public bool IgnoreMissing { get; init; }
    }

    public override TransformationSpec Spec => MakeSpec(
        "field_removal",
        "Remove fields",
        TransformationCategory.Fields,
        "Removes fields, or values inside them, or all fields but those to keep.",
        new StepExample(
            """{"type":"field_removal","field_names":["password","address.street"]}""",
            Records: """[{"name":"Jo","password":"x","address":{"street":"Main St","city":"York"}}]""",
            Result: """[{"name":"Jo","address":{"city":"York"}}]"""));

    protected override void Prepare(Options options, string path, Problems problems)
    {
        if (options.Keep is null)
        {
            removed = options.Fields(path, problems);
            return;
        }

        if (options.FieldName is not null || options.FieldNames is not null)
            problems.Add($"{path}.keep", "stands beside field_name or field_names: name what goes, or what stays.");
        if (options.Keep.Count == 0)
            problems.Add($"{path}.keep", "must name at least one field.");
        kept = [.. options.Keep.Select((name, i) => new NamedField(FieldPath.Parse(name), $"{path}.keep[{i}]"))];
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        foreach (var named in kept ?? removed)
        {
            var isNested = named.Field.IsNested(input);
            if (!options.IgnoreMissing)
                named.Field.Find(input, named.At, problems);
            if (kept is not null && isNested)
                problems.Add(named.At, $"'{named.Field.Text}' leads into a field, but only whole fields are kept; take it out with field_mapping first.");
            if (kept is null && !isNested && named.Field.RootIndex(input) is >= 0 and var index)
                input = input.RemoveAt(index);
        }

        return kept is null ? input : new Schema(input.Where(field => IsKept(field.Name)));
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        foreach (var named in removed.Where(named => named.Field.IsNested(trace.Input)))
            trace.Changed(named.Field);
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        var current = input.Share();
        foreach (var named in removed)
        {
            var next = Without(current, named.Field, scope);
            current.Dispose();
            current = next;
        }

        for (var i = current.Schema.Count - 1; kept is not null && i >= 0; i--)
        {
            if (IsKept(current.Schema[i].Name))
                continue;
            var next = current.RemoveAt(i);
            current.Dispose();
            current = next;
        }

        return current;
    }

    private bool IsKept(string field) => kept!.Any(named => named.Field.Text == field);

    private static RecordBatch Without(RecordBatch batch, FieldPath path, StepScope scope)
    {
        var index = path.RootIndex(batch.Schema);
        if (index < 0)
            return batch.Share();
        if (!path.IsNested(batch.Schema))
            return batch.RemoveAt(index);
        return batch.Columns[index] is BytesColumn { Type: DataType.Json } json
            ? batch.Replace(index, batch.Schema[index], path.Remove(json, scope.Rows))
            : batch.Share();
    }
}
