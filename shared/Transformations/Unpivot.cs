using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations;

/// <summary>Turns fields into records: one for each of some fields, with its name and value.</summary>
internal sealed class Unpivot : Transformation<Unpivot.Options>
{
    public sealed record Options : StepOptions
    {
        [Description("The fields that become records, in order.")]
        public required IReadOnlyList<string> ValueFields { get; init; }

        [Description("The field that the name goes to.")]
        public string NameField { get; init; } = "name";

        [Description("The field that the value goes to.")]
        public string ValueField { get; init; } = "value";

        [Description("Whether fields that are null or missing become no record.")]
        public bool DropNulls { get; init; }
    }

    public override TransformationSpec Spec { get; } = MakeSpec(
        "unpivot",
        "Unpivot",
        TransformationCategory.Records,
        "Turns fields into records: one for each field named, with its name and its value; the other fields are repeated.",
        new StepExample(
            """{"type":"unpivot","value_fields":["q1","q2"],"name_field":"quarter","value_field":"sales"}""",
            """[{"store":"A","q1":10,"q2":12.5}]""",
            """[{"store":"A","quarter":"q1","sales":10},{"store":"A","quarter":"q2","sales":12.5}]"""));

    protected override void Prepare(Options options, string path, Problems problems)
    {
        if (options.ValueFields.Count == 0)
            problems.Add($"{path}.value_fields", "must name at least one field.");
        if (options.ValueFields.Distinct(StringComparer.Ordinal).Count() != options.ValueFields.Count)
            problems.Add($"{path}.value_fields", "names a field twice.");
        if (options.NameField == options.ValueField)
            problems.Add($"{path}.value_field", "must differ from name_field.");
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        for (var i = 0; i < options.ValueFields.Count; i++)
        {
            if (input.IndexOf(options.ValueFields[i]) < 0)
                problems.Add($"{path}.value_fields[{i}]", $"the records have no field '{options.ValueFields[i]}' at this step.{Nearest.Hint(options.ValueFields[i], input.Select(field => field.Name))}");
        }

        foreach (var (setting, name) in new[] { ("name_field", options.NameField), ("value_field", options.ValueField) })
        {
            if (input.IndexOf(name) >= 0 && !options.ValueFields.Contains(name))
                problems.Add($"{path}.{setting}", $"'{name}' is the name of a field already; give another.");
        }

        return problems.Count > 0 ? input : Shape(options, input);
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        trace.Made(options.NameField, LineageKind.Constant);
        trace.Made(options.ValueField, LineageKind.Computed, options.ValueFields.Select(FieldPath.Parse));
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        using var own = MadeFields.MakeRoom(input, scope, "unpivot", [.. new[] { options.NameField, options.ValueField }.Except(options.ValueFields)]);
        var schema = Shape(options, own.Schema);
        var sources = options.ValueFields.Select(own.Find).ToArray();
        var names = new ValueBuilder(DataType.String, scope.Rows.Length * sources.Length);
        var values = new ValueBuilder(schema[^1].Type, scope.Rows.Length * sources.Length);
        var parents = new List<int>(scope.Rows.Length * sources.Length);
        var labels = options.ValueFields.Select(System.Text.Encoding.UTF8.GetBytes).ToArray();
        foreach (var row in scope.Rows)
        {
            if (scope.IsRemoved(row))
                continue;
            for (var i = 0; i < sources.Length; i++)
            {
                if (options.DropNulls && (sources[i] is not { } source || !source.IsPresent(row)))
                    continue;
                names.Append(labels[i]);
                values.AppendFrom(sources[i], row, scope.Scratch);
                parents.Add(row);
            }
        }

        var rows = parents.ToArray();
        scope.Expand(rows);
        var repeated = schema.Take(schema.Count - 2).Select(field => own.Find(field.Name)!.Take(rows));
        return new RecordBatch(schema, [.. repeated, names.Build(), values.Build()], rows.Length, input.Partition, input.FirstOrdinal);
    }

    private static Schema Shape(Options options, Schema input)
    {
        // The value takes a type that holds those of all fields.
        var value = options.ValueFields.Select(input.Find).OfType<Field>().Select(field => new Schema(field with { Name = options.ValueField, Nullable = true }))
            .Aggregate((Schema?)null, (all, next) => all is null ? next : all.Union(next))?[0] ?? new Field(options.ValueField, DataType.Json);
        return new Schema([.. input.Where(field => !options.ValueFields.Contains(field.Name)), new Field(options.NameField, DataType.String, Nullable: false), value]);
    }
}
