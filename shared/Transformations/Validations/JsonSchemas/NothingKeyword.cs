namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary>The schema <c>false</c>, which no value meets.</summary>
internal sealed class NothingKeyword(string text) : SchemaKeyword(text)
{
    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run) => false;
}
