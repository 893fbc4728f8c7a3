using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Structures;

/// <summary>Values as JSON text.</summary>
internal sealed class ToJson : ValueOperation<NoParameters>
{
    public override OperationSpec Spec => MakeSpec(
        "structure",
        "Writes a value as JSON text: text gets quotes, objects and lists become text.",
        """{"input":{"a":[1,2.50]},"output":"{\"a\":[1,2.50]}"}""");

    public override Field Describe(Field input, string path, Problems problems) => input with { Type = DataType.String, SourceType = null };

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        var needsQuotes = value.Kind is ValueKind.Text or ValueKind.Moment or ValueKind.Binary || (value.Kind == ValueKind.Double && !double.IsFinite(value.Double));
        Span<byte> room = stackalloc byte[ValueText.Room];
        var text = ValueText.Of(value, room);
        if (needsQuotes)
        {
            JsonText.WriteString(result.Text, text);
            result.EndText();
        }
        else
        {
            result.Append(text);
        }

        return null;
    }
}
