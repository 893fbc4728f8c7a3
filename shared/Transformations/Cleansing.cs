using System.ComponentModel;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations;
using DataAggregator.Transformations.Operations.Texts;

namespace DataAggregator.Transformations;

/// <summary>Cleanses text, in the fields named or in all that hold some.</summary>
internal sealed class Cleansing : Transformation<Cleansing.Options>
{
    private readonly List<FieldChange> changes = [];
    private IReadOnlyList<NamedField>? operands;

    public sealed record Options : FieldStepOptions
    {
        [Description("What the text is: standard, text (as standard, but empty text stays), nulls (words such as N/A become null too), emails, phones.")]
        public CleansingPreset Preset { get; init; }

        [Description("The words that become null, in any case, for the presets nulls, emails and phones; without it n/a, null, none, - and such.")]
        public IReadOnlyList<string>? NullWords { get; init; }

        [Description("How letters are written afterwards.")]
        public LetterCase LetterCase { get; init; }
    }

    public override TransformationSpec Spec => MakeSpec(
        "cleansing",
        "Cleanse text",
        TransformationCategory.Cleansing,
        "Cleanses text in the fields named, or in all that hold text: control characters and spare white space go, letters are composed, empty text and words for nothing become null.",
        new StepExample(
            """{"type":"cleansing","preset":"nulls"}""",
            Records: """[{"name":"  Jo\u00a0 Doe ","city":"N/A","age":7}]""",
            Result: """[{"name":"Jo Doe","city":null,"age":7}]"""));

    protected override void Prepare(Options options, string path, Problems problems)
    {
        if (options.FieldName is not null || options.FieldNames is not null)
            operands = options.Fields(path, problems);
        if (options.NullWords is not null && options.Preset is CleansingPreset.Standard or CleansingPreset.Text)
            problems.Add($"{path}.null_words", "belongs to the presets nulls, emails and phones.");
        var parameters = new JsonObject { ["preset"] = options.Preset.ToString().ToLowerInvariant() };
        if (options.NullWords is not null)
            parameters["null_words"] = new JsonArray([.. options.NullWords.Select(word => (JsonNode)word)]);
        changes.Add(FieldChange.Known("cleanse", parameters, OnError.Reject, path, problems));
        var letters = options.LetterCase switch
        {
            LetterCase.Lower => "lowercase",
            LetterCase.Upper => "uppercase",
            LetterCase.Title => "title_case",
            _ => null,
        };
        if (letters is not null)
            changes.Add(FieldChange.Known(letters, [], OnError.Reject, path, problems));
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        foreach (var operand in OperandsOf(input))
            input = changes.Aggregate(input, (schema, change) => change.Describe(schema, operand, problems));
        return input;
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        foreach (var operand in OperandsOf(trace.Input))
            trace.Changed(operand.Field);
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        var current = input.Share();
        foreach (var operand in OperandsOf(input.Schema))
        {
            foreach (var change in changes)
            {
                var next = change.Apply(current, operand.Field, scope);
                current.Dispose();
                current = next;
            }
        }

        return current;
    }

    private IReadOnlyList<NamedField> OperandsOf(Schema input) =>
        operands ?? [.. input.Where(field => field.Type == DataType.String).Select(field => new NamedField(FieldPath.Parse(field.Name), ""))];
}
