using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>There must be a value, and not just empty text.</summary>
internal sealed class RequiredValue : Validation
{
    public override string Code => "required_missing";

    public override string Message => "The field is required, but missing, null or empty.";

    public override bool IsValid(Value value) => value.Kind is not (ValueKind.Absent or ValueKind.Null) && (value.Kind != ValueKind.Text || value.Bytes.Length > 0);
}
