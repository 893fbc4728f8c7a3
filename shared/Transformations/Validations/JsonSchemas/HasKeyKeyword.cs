namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary>The condition of <c>dependentSchemas</c>: a value is an object with a key.</summary>
internal sealed class HasKeyKeyword(string text, byte[] key) : SchemaKeyword(text)
{
    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run) => json[0] == '{' && RequiredKeyword.Has(json, key);
}
