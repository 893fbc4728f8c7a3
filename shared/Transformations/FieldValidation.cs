using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Validations;

namespace DataAggregator.Transformations;

/// <summary>Checks the values of fields against a rule.</summary>
internal sealed class FieldValidation : Transformation<FieldValidation.Options>
{
    private FieldChecks? checks;

    public sealed record Options : FieldStepOptions
    {
        [Description("The rule.")]
        public required string ValidationType { get; init; }

        [Description("The rule's own settings.")]
        public JsonElement? Parameters { get; init; }

        [Description("What becomes of a record that fails.")]
        public OnFailure OnFailure { get; init; }
    }

    /// <summary>What field_validation says of itself, whichever class carries the validation out.</summary>
    public static TransformationSpec Entry => MakeEntry();

    public override TransformationSpec Spec => Entry;

    /// <summary>The step for the validation that is asked for: those that look beyond the record at hand are carried out by classes of their own.</summary>
    public static ITransformation For(JsonElement step)
    {
        if (step.ValueKind != JsonValueKind.Object || !step.TryGetProperty("validation_type", out var type) || type.ValueKind != JsonValueKind.String)
            return new FieldValidation();
        return ValidationCatalogue.NameOf(type.GetString()!) switch
        {
            "referential" => new ReferentialValidation(),
            "unique" => new UniqueValidation(),
            _ => new FieldValidation(),
        };
    }

    protected override void Prepare(Options options, string path, Problems problems) => checks = new FieldChecks(options, path, problems);

    protected override Schema Describe(Options options, Schema input, string path, Problems problems) => checks!.Describe(input, problems);

    protected override void Trace(Options options, LineageTrace trace) => checks!.Trace(trace);

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope) => checks!.Apply(input, scope);

    private static TransformationSpec MakeEntry()
    {
        var spec = MakeSpec(
            "field_validation",
            "Validate fields",
            TransformationCategory.Validation,
            "Checks the values of fields against a rule, and rejects, marks, empties or drops the records that fail.",
            new StepExample(
                """{"type":"field_validation","field_name":"customer_email","validation_type":"email_format"}""",
                Records: """[{"customer_email":"john.doe@example.com"},{"customer_email":"nobody"}]""",
                Result: """[{"customer_email":"john.doe@example.com"}]"""),
            ("validation_type", OneOf(ValidationCatalogue.Names)));
        spec.OptionsSchema["allOf"] = ValidationCatalogue.ParametersByValidation();
        return spec;
    }
}
