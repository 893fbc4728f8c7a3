using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Additions;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Expressions;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations;

/// <summary>Adds a field: a constant, something of the run, or other fields joined.</summary>
internal sealed class FieldAddition : Transformation<FieldAddition.Options>
{
    private const string Concat = "concat";
    private Addition? addition;
    private Expression? expression;

    public sealed record Options : StepOptions
    {
        [Description("The field to add.")]
        public required string FieldName { get; init; }

        [Description("The value: a constant, or one of current_timestamp (the run's own time), current_date, run_id, pipeline_id, uuid, now (the wall clock, which differs when a run is repeated).")]
        public JsonElement Value { get; init; }

        [Description("A constant, even where value would mean something of the run.")]
        public JsonElement Literal { get; init; }

        [Description("A formula over other fields, such as price * (1 - discount).")]
        public string? Expression { get; init; }

        [Description("What to make the value by.")]
        public string? Operation { get; init; }

        [Description("The operation's settings.")]
        public JsonElement? Parameters { get; init; }
    }

    public override TransformationSpec Spec => MakeSpec(
        "field_addition",
        "Add a field",
        TransformationCategory.Fields,
        "Adds a field: a constant, something of the run such as its time, or other fields joined.",
        new StepExample(
            """{"type":"field_addition","field_name":"currency","value":"EUR"}""",
            Records: """[{"price":29.99}]""",
            Result: """[{"price":29.99,"currency":"EUR"}]"""),
        ("operation", OneOf([Concat])),
        ("parameters", Concatenation.Schema));

    protected override void Prepare(Options options, string path, Problems problems)
    {
        var hasValue = options.Value.ValueKind != JsonValueKind.Undefined;
        var hasLiteral = options.Literal.ValueKind != JsonValueKind.Undefined;
        var ways = new[] { hasValue, hasLiteral, options.Expression is not null, options.Operation is not null }.Count(given => given);
        if (ways != 1)
            problems.Add(path, $"must have exactly one of value, literal, expression, or operation with parameters; it has {(ways == 0 ? "none" : "several")}.");
        else if (options.Operation is not null && Names.Normalise(options.Operation) != Concat)
            problems.Add($"{path}.operation", $"'{options.Operation}' is not an operation that makes a field.{Nearest.Hint(options.Operation, [Concat])} Known: {Concat}.");
        if (options.Operation is null && options.Parameters is not null)
            problems.Add($"{path}.parameters", "belongs to an operation; there is none.");

        if (options.Expression is not null)
            expression = Expression.Parse(options.Expression, $"{path}.expression", problems);
        else if (options.Operation is not null)
            addition = Concatenation.Create(options.Parameters, $"{path}.parameters", problems);
        else if (hasLiteral)
            addition = new Constant(options.Literal, $"{path}.literal", problems);
        else if (hasValue)
            addition = (Addition?)RunValue.Create(options.Value) ?? new Constant(options.Value, $"{path}.value", problems);
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        if (expression is not null)
            return Placement.Place(input, expression.Describe(options.FieldName, input, $"{path}.expression", problems), expression.Fields);
        for (var i = 0; i < addition!.Sources.Length; i++)
            addition.Sources[i].Find(input, $"{path}.parameters.source_fields[{i}]", problems);
        return Placement.Place(input, new Field(options.FieldName, addition.Type, addition.Nullable), addition.Sources);
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        var sources = expression?.Fields ?? addition!.Sources;
        trace.Made(options.FieldName, sources.Length > 0 ? LineageKind.Computed : LineageKind.Constant, sources);
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope) => expression is not null
        ? Placement.Place(input, expression.Describe(options.FieldName, input.Schema), expression.Evaluate(input, scope, Spec.Type), expression.Fields)
        : Placement.Place(input, new Field(options.FieldName, addition!.Type, addition.Nullable), addition.Make(input, scope), addition.Sources);
}
