using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Structures;

/// <summary>JSON with a value in it set.</summary>
internal sealed class JsonSet : ValueOperation<JsonSet.Options>
{
    private static readonly OperationFailure NoPlace = new("no_such_place", "The path leads through a value that is no object, or past the end of a list.");
    private readonly JsonBuffer buffer = new();
    private PathSegment[] inner = [];
    private JsonNode? constant;

    public sealed record Options
    {
        [Description("The path to the value: a.b, items[0].sku. Objects on the way are made where they are missing; an index at the end of a list adds to it.")]
        public required string Path { get; init; }

        [Description("The value to put there.")]
        public required JsonElement Value { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "structure",
        "Sets a value inside JSON.",
        """{"input":{"a":1.50},"parameters":{"path":"b.c","value":[true]},"output":{"a":1.50,"b":{"c":[true]}}}""");

    public override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type is not (DataType.String or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on JSON.");
        return input with { Type = DataType.Json, SourceType = null };
    }

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        inner = FieldPath.ParseInner(parameters.Path) ?? [];
        if (inner.Length == 0)
            problems.Add($"{path}.path", $"'{parameters.Path}' is no path; write it as a.b, items[0].sku or [\"odd key\"].");
        constant = JsonNode.Parse(parameters.Value.GetRawText());
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (!JsonValues.TryReadStructure(value, out var json))
            return JsonValues.NotStructure;
        var root = JsonTree.Parse(json);
        if (!JsonTree.TrySet(root, inner, constant?.DeepClone()))
            return NoPlace;
        root.WriteTo(buffer.Start());
        result.AppendJson(buffer.End());
        return null;
    }
}
