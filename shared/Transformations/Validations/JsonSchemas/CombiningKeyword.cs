namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>allOf</c>, <c>anyOf</c>, <c>oneOf</c>, <c>not</c> and <c>$ref</c> (all of the one that it names).</summary>
internal sealed class CombiningKeyword(string text, string keyword, SchemaNode[] schemas) : SchemaKeyword(text)
{
    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run)
    {
        if (keyword is "allOf" or "$ref")
        {
            foreach (var schema in schemas)
            {
                if (!schema.Holds(json, run))
                    return false;
            }

            return true;
        }

        var met = 0;
        foreach (var schema in schemas)
            met += run.Try(schema, json) ? 1 : 0;
        return keyword switch
        {
            "anyOf" => met > 0,
            "oneOf" => met == 1,
            _ => met == 0,
        };
    }
}
