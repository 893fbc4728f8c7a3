using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Choices;

/// <summary>A constant in place of missing values.</summary>
internal sealed class Default : ValueOperation<Default.Options>
{
    private JsonConstant? constant;

    public sealed record Options
    {
        [Description("The value to put in.")]
        public required JsonElement Value { get; init; }

        [Description("Whether text of nothing, or nothing but white space, counts as missing too.")]
        public bool WhenEmpty { get; init; } = true;
    }

    public override OperationSpec Spec => MakeSpec(
        "value",
        "Puts a value in where there is none: null, missing or empty text. Where its type is another than the field's, the field becomes json, or decimal for numbers.",
        """{"input":null,"parameters":{"value":"unknown"},"output":"unknown"}""");

    protected override bool TakesMissing => true;

    public override Field Describe(Field input, string path, Problems problems)
    {
        var type = constant!.TypeWith(input.Type);
        return input with { Type = type, Nullable = constant.IsNull, SourceType = type == input.Type ? input.SourceType : null };
    }

    protected override void Prepare(Options parameters, string path, Problems problems) => constant = new JsonConstant(parameters.Value, $"{path}.value", problems);

    protected override Column? ApplyWhole(Column input) =>
        input.AllPresent && !(Parameters.WhenEmpty && input.Type is DataType.String or DataType.Json) ? input.Retain() : null;

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (Emptiness.Is(value, Parameters.WhenEmpty))
            constant!.Write(result);
        else
            result.Append(value);
        return null;
    }
}
