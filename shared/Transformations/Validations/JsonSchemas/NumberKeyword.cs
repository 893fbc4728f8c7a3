using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>minimum</c>, <c>maximum</c>, their exclusive forms, and <c>multipleOf</c>.</summary>
internal sealed class NumberKeyword(string text, string keyword, Decimal38 bound) : SchemaKeyword(text)
{
    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run) => !JsonNumber.Is(json) || keyword switch
    {
        "minimum" => JsonNumber.Compare(json, bound) >= 0,
        "maximum" => JsonNumber.Compare(json, bound) <= 0,
        "exclusiveMinimum" => JsonNumber.Compare(json, bound) > 0,
        "exclusiveMaximum" => JsonNumber.Compare(json, bound) < 0,
        _ => JsonNumber.IsMultiple(json, bound),
    };
}
