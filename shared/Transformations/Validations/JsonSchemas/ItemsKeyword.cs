namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>prefixItems</c> for the first items of an array, <c>items</c> for the others.</summary>
internal sealed class ItemsKeyword(string text, SchemaNode[] prefix, SchemaNode? others) : SchemaKeyword(text)
{
    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run)
    {
        if (json[0] != '[')
            return true;
        var items = new JsonItems(json);
        for (var i = 0; items.MoveNext(); i++)
        {
            var schema = i < prefix.Length ? prefix[i] : others;
            if (schema is null)
                return true;
            if (!schema.Holds(items.Value, run))
                return run.FailAt(i);
        }

        return true;
    }
}
