using DataAggregator.Transformations.Conditions;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>const</c> and <c>enum</c>: one of the values listed; numbers are equal when they are the same number, however written.</summary>
internal sealed class EqualityKeyword(string text, Literal[] values) : SchemaKeyword(text)
{
    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run)
    {
        foreach (var value in values)
        {
            if (value.IsEqualTo(Value.OfJson(json, run.Scratch), run.Scratch))
                return true;
        }

        return false;
    }
}
