using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>The value must not be null or missing.</summary>
internal sealed class NotNull : Validation
{
    public override string Code => "null_value";

    public override string Message => "The field must not be null or missing.";

    public override bool IsValid(Value value) => value.Kind is not (ValueKind.Absent or ValueKind.Null);
}
