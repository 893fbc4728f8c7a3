namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>if</c>, <c>then</c> and <c>else</c>; <c>dependentSchemas</c> is one whose condition is that a key is there.</summary>
internal sealed class ConditionalKeyword(string text, SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : SchemaKeyword(text)
{
    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run) =>
        (run.Try(condition, json) ? then : otherwise) is not { } schema || schema.Holds(json, run);
}
