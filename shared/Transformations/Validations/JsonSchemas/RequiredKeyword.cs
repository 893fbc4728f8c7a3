namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>required</c>, and <c>dependentRequired</c> where a key must be there first: keys that an object must have.</summary>
internal sealed class RequiredKeyword(string text, byte[]? condition, byte[][] keys) : SchemaKeyword(text)
{
    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run)
    {
        if (json[0] != '{' || (condition is not null && !Has(json, condition)))
            return true;
        foreach (var key in keys)
        {
            if (!Has(json, key))
                return run.FailAt(key);
        }

        return true;
    }

    /// <summary>Whether an object has a key.</summary>
    public static bool Has(ReadOnlySpan<byte> json, ReadOnlySpan<byte> key)
    {
        for (var members = new JsonMembers(json); members.MoveNext();)
        {
            if (members.Key.SequenceEqual(key))
                return true;
        }

        return false;
    }
}
