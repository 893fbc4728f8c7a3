using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>minLength</c>, <c>maxLength</c> of text, <c>minItems</c>, <c>maxItems</c> of arrays, <c>minProperties</c>, <c>maxProperties</c> of objects.</summary>
internal sealed class SizeKeyword(string text, char firstLetter, bool isMinimum, int bound) : SchemaKeyword(text)
{
    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run)
    {
        if (json[0] != firstLetter)
            return true;
        var size = firstLetter switch
        {
            '"' => Length.CountCharacters(Value.OfJson(json, run.Scratch).Bytes),
            '[' => CountItems(json),
            _ => CountMembers(json),
        };
        return isMinimum ? size >= bound : size <= bound;
    }

    private static int CountItems(ReadOnlySpan<byte> json)
    {
        var count = 0;
        for (var items = new JsonItems(json); items.MoveNext();)
            count++;
        return count;
    }

    private static int CountMembers(ReadOnlySpan<byte> json)
    {
        var count = 0;
        for (var members = new JsonMembers(json); members.MoveNext();)
            count++;
        return count;
    }
}
