using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>There must be a value, and not just empty text.</summary>
internal sealed class Required : Validation
{
    private static readonly Violation Missing = new("required_missing", "The field is required, but missing, null or empty.");

    public override ValidationSpec Spec => MakeSpec("There is a value, and not just empty text.", """{"passes":"x","fails":""}""", Missing);

    public override Violation? Check(in Value value, Scratch scratch) =>
        value.Kind is ValueKind.Absent or ValueKind.Null || (value.Kind == ValueKind.Text && value.Bytes.Length == 0) ? Missing : null;
}
