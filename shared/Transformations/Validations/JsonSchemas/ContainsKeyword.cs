namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c>: so many items of an array meet a schema.</summary>
internal sealed class ContainsKeyword(string text, SchemaNode schema, int minimum, int maximum) : SchemaKeyword(text)
{
    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run)
    {
        if (json[0] != '[')
            return true;
        var count = 0;
        for (var items = new JsonItems(json); items.MoveNext() && count <= maximum;)
            count += run.Try(schema, items.Value) ? 1 : 0;
        return count >= minimum && count <= maximum;
    }
}
