using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Structures;

/// <summary>JSON text as the value that it stands for.</summary>
internal sealed class ParseJson : ValueOperation<NoParameters>
{
    public override OperationSpec Spec => MakeSpec(
        "structure",
        "Reads text as JSON, so that paths lead into it. What is no text already passes.",
        """{"input":"{\"a\":[1,2.50]}","output":{"a":[1,2.50]}}""");

    public override Field Describe(Field input, string path, Problems problems) => input with { Type = DataType.Json, SourceType = null };

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (value.Kind != ValueKind.Text)
            result.Append(value);
        else if (JsonValues.TryRead(value, out var json))
            result.AppendJson(json);
        else
            return JsonValues.NotJson;
        return null;
    }
}
