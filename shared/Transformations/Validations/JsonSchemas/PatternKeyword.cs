using System.Text.RegularExpressions;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>pattern</c>: a regular expression that matches somewhere in a text.</summary>
internal sealed class PatternKeyword(string text, Regex pattern) : SchemaKeyword(text)
{
    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run) =>
        json[0] != '"' || pattern.IsMatch(run.Scratch.Decode(Value.OfJson(json, run.Scratch).Bytes));
}
