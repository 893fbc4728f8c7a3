namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary>One keyword of a schema, or several that only mean something together. A keyword about one type holds for every value of another.</summary>
/// <param name="text">The keyword as the schema has it, for messages.</param>
internal abstract class SchemaKeyword(string text)
{
    /// <summary>The keyword as the schema has it, for messages.</summary>
    public string Text => text;

    /// <summary>Whether a value, JSON text without white space around it, meets the keyword.</summary>
    public abstract bool Holds(ReadOnlySpan<byte> json, SchemaRun run);
}
