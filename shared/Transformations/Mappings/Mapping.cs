using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Expressions;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations;

namespace DataAggregator.Transformations.Mappings;

/// <summary>A field that a step makes of another, or of nothing but a default.</summary>
/// <param name="Source">The field as it is called before; null for a constant.</param>
/// <param name="Target">Its name afterwards.</param>
/// <param name="At">The JSON path of the setting that names it, for problems.</param>
internal sealed record Mapping(FieldPath? Source, string Target, string At)
{
    private IReadOnlyList<FieldChange> changes = [];
    private Expression? expression;
    private bool hasDefault;
    private bool isRequired;

    /// <summary>The mapping that an entry of a list describes, or null and problems.</summary>
    public static Mapping? Create(JsonElement json, string path, Problems problems)
    {
        if (ConfigBinder.Bind<MappingEntry>(json, path, problems) is not { } entry)
            return null;
        var hasDefault = entry.Default.ValueKind != JsonValueKind.Undefined;
        var source = entry.Source ?? entry.FieldName;
        if (entry.Source is not null && entry.FieldName is not null)
            problems.Add($"{path}.field_name", "stands beside source, which means the same; give one of the two.");
        if (source is not null && entry.Expression is not null)
            problems.Add($"{path}.expression", "stands beside source; give one of the two.");
        else if (source is null && (!(hasDefault || entry.Expression is not null) || entry.TargetField is null))
            problems.Add($"{path}.source", "is required: the field to take (or target_field and expression for a formula, or target_field and default for a constant).");
        if (entry.Operation is null && entry.Parameters is not null)
            problems.Add($"{path}.parameters", "belongs to an operation; there is none.");
        if (entry.Type is null && entry.Format is not null)
            problems.Add($"{path}.format", "belongs to a type; there is none.");
        return new Mapping(source is null ? null : FieldPath.Parse(source), entry.TargetField ?? source ?? "", source is null ? path : $"{path}.source")
        {
            expression = entry.Expression is { } formula ? Expression.Parse(formula, $"{path}.expression", problems) : null,
            changes = [.. Changes(entry, hasDefault, path, problems)],
            hasDefault = hasDefault,
            isRequired = entry.Required,
        };
    }

    /// <summary>Whether records of that schema get the field: they have its source, or a default stands in.</summary>
    public bool IsMadeOf(Schema schema) => Source?.Find(schema) is not null || expression is not null || hasDefault || isRequired;

    /// <summary>Whether the mapping takes the field at that position, or something inside it.</summary>
    public bool Takes(Schema schema, int index) => Source?.Find(schema) is not null && Source.RootIndex(schema) == index;

    /// <summary>The field that comes out; a source that is missing is a problem, unless a default stands in.</summary>
    public Field Describe(Schema input, Problems problems)
    {
        var field = expression?.Describe(Target, input, $"{At}.expression", problems)
            ?? (hasDefault ? Source?.Find(input) : Source?.Find(input, At, problems))
            ?? new Field(Target, DataType.Json);
        foreach (var change in changes)
            field = change.Describe(field, input, At, problems);
        return field with { Name = Target, Nullable = field.Nullable && !isRequired };
    }

    /// <summary>Takes down what the field is made of.</summary>
    public void Trace(LineageTrace trace, bool isChanged)
    {
        List<FieldPath> inputs = [.. expression?.Fields ?? [], .. changes.SelectMany(change => change.Others)];
        if (Source is not null)
            inputs.Insert(0, Source);
        var isSame = Source is not null && !isChanged && changes.Count == 0 && !Source.IsNested(trace.Input);
        trace.Made(Target, isSame ? (Source!.Text == Target ? LineageKind.Copied : LineageKind.Renamed) : inputs.Count > 0 ? LineageKind.Computed : LineageKind.Constant, inputs);
    }

    /// <summary>The values that come out.</summary>
    public Column Make(RecordBatch input, StepScope scope)
    {
        var field = expression?.Describe(Target, input.Schema) ?? Source?.Find(input.Schema) ?? new Field(Target, DataType.Json);
        var values = expression?.Evaluate(input, scope, "field_mapping") ?? Source?.Read(input, scope.Rows) ?? Nothing(input.RowCount);
        foreach (var change in changes)
        {
            var changed = change.Change(values, field, Source?.Text ?? Target, input, scope);
            values.Release();
            values = changed;
            field = change.Describe(field, input.Schema, At, []);
        }

        foreach (var row in scope.Rows)
        {
            if (isRequired && !values.IsPresent(row))
                scope.Reject(row, Source?.Text ?? Target, "required", "required_missing", "The field is required, but missing or null.");
        }

        return values;
    }

    private static IEnumerable<FieldChange> Changes(MappingEntry entry, bool hasDefault, string path, Problems problems)
    {
        if (entry.Operation is not null && FieldChange.Create(entry.Operation, entry.Parameters, entry.OnError, path, problems) is { } operation)
            yield return operation;
        if (entry.Type is not null)
        {
            var cast = new JsonObject { ["type"] = entry.Type };
            if (entry.Format is not null)
                cast["format"] = entry.Format;
            yield return FieldChange.Known("cast", cast, entry.OnError, path, problems);
        }

        if (hasDefault)
            yield return FieldChange.Known("default", new JsonObject { ["value"] = JsonNode.Parse(entry.Default.GetRawText()) }, entry.OnError, path, problems);
    }

    private static Column Nothing(int rows)
    {
        var builder = new BytesBuilder(DataType.Json, rows);
        for (var row = 0; row < rows; row++)
            builder.AppendAbsent();
        return builder.Build();
    }
}
