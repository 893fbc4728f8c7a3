using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>The value must not be null or missing.</summary>
internal sealed class NotNull : Validation
{
    private static readonly Violation Missing = new("null_value", "The field must not be null or missing.");

    public override ValidationSpec Spec => MakeSpec("There is a value; empty text is one.", """{"passes":"","fails":null}""", Missing);

    public override Violation? Check(in Value value, Scratch scratch) => value.Kind is ValueKind.Absent or ValueKind.Null ? Missing : null;
}
