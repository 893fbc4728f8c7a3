using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Validations;

namespace DataAggregator.Transformations;

/// <summary>Checks the values of fields against a rule.</summary>
internal sealed class FieldValidation : Transformation<FieldValidation.Options>
{
    private IReadOnlyList<NamedField> operands = [];
    private Validation? validation;
    private string rule = "";

    public sealed record Options : FieldStepOptions
    {
        [Description("The rule.")]
        public required string ValidationType { get; init; }

        [Description("The rule's own settings.")]
        public JsonElement? Parameters { get; init; }

        [Description("What becomes of a record that fails.")]
        public OnFailure OnFailure { get; init; }
    }

    public override TransformationSpec Spec => MakeEntry();

    protected override void Prepare(Options options, string path, Problems problems)
    {
        operands = options.Fields(path, problems);
        rule = Names.Normalise(options.ValidationType);
        validation = ValidationCatalogue.Create(options.ValidationType, options.Parameters, path, problems);
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        validation!.Describe(input, problems);
        foreach (var operand in operands)
        {
            if (operand.Field.Find(input, operand.At, problems) is { } field && options.OnFailure == OnFailure.Null && !operand.Field.IsNested(input))
                input = input.Replace(operand.Field.RootIndex(input), field with { Nullable = true });
        }

        return input;
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        var current = input.Share();
        foreach (var operand in operands)
        {
            var values = operand.Field.Read(current, scope.Rows);
            validation!.Begin(current, scope);
            var failed = Check(options.OnFailure, operand.Field.Text, values, scope);
            var next = options.OnFailure == OnFailure.Null ? Nulled(current, operand.Field, values, failed, scope) : current.Share();
            validation.End();
            values.Release();
            current.Dispose();
            current = next;
        }

        return current;
    }

    /// <summary>Does to failing records what the step says; gives them back where that is left to the caller.</summary>
    private Bitmap? Check(OnFailure onFailure, string field, Column values, StepScope scope)
    {
        Bitmap? failed = null;
        foreach (var row in scope.Rows)
        {
            validation!.Row = row;
            if (validation.Check(Value.At(values, row, scope.Scratch), scope.Scratch) is not { } violation)
                continue;
            switch (violation == Violation.TimedOut ? OnFailure.Reject : onFailure)
            {
                case OnFailure.Reject:
                    scope.Reject(row, field, rule, violation.Code, violation.Message);
                    break;
                case OnFailure.Warn:
                    scope.Warn(row);
                    break;
                case OnFailure.Drop:
                    scope.Filter(row);
                    break;
                case OnFailure.FailRun:
                    throw scope.Failure(row, field, violation.Code, violation.Message);
                default:
                    (failed ??= new Bitmap(values.Length)).Set(row);
                    break;
            }
        }

        return failed;
    }

    private static RecordBatch Nulled(RecordBatch batch, FieldPath path, Column values, Bitmap? failed, StepScope scope)
    {
        if (path.Find(batch.Schema) is not { } field)
            return batch.Share();
        var builder = ColumnBuilder.For(values.Type, values.Length);
        for (var row = 0; row < values.Length; row++)
        {
            if (failed is not null && failed[row] && !values.IsAbsent(row))
                builder.AppendNull();
            else
                builder.AppendFrom(values, row);
        }

        var index = path.RootIndex(batch.Schema);
        var nulled = builder.Build();
        if (!path.IsNested(batch.Schema))
            return batch.Replace(index, field with { Nullable = true }, nulled);
        var written = path.Write((BytesColumn)batch.Columns[index], nulled, scope.Rows);
        nulled.Release();
        return batch.Replace(index, batch.Schema[index], written);
    }

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
