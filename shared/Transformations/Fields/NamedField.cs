namespace DataAggregator.Transformations.Fields;

/// <summary>A field that a step names.</summary>
/// <param name="Field">The field.</param>
/// <param name="At">The JSON path of the setting that names it, for problems.</param>
internal sealed record NamedField(FieldPath Field, string At);
