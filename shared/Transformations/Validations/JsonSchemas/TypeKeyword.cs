namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>type</c>: one of the types named; a number without a fraction is an integer, 1.0 too.</summary>
internal sealed class TypeKeyword(string text, string[] types) : SchemaKeyword(text)
{
    /// <summary>The names of types.</summary>
    public static IReadOnlyList<string> Known { get; } = ["array", "boolean", "integer", "null", "number", "object", "string"];

    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run)
    {
        foreach (var type in types)
        {
            if (Is(json, type))
                return true;
        }

        return false;
    }

    private static bool Is(ReadOnlySpan<byte> json, string type) => json[0] switch
    {
        (byte)'"' => type == "string",
        (byte)'{' => type == "object",
        (byte)'[' => type == "array",
        (byte)'t' or (byte)'f' => type == "boolean",
        (byte)'n' => type == "null",
        _ => type == "number" || (type == "integer" && JsonNumber.IsInteger(json)),
    };
}
