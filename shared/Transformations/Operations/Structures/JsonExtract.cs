using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Choices;

namespace DataAggregator.Transformations.Operations.Structures;

/// <summary>The value that a path leads to inside JSON.</summary>
internal sealed class JsonExtract : ValueOperation<JsonExtract.Options>
{
    private PathSegment[] inner = [];
    private DataType type = DataType.Json;

    public sealed record Options
    {
        [Description("The path to the value: items[0].sku, $.a.b, [\"odd key\"].")]
        public required string Path { get; init; }

        [Description("The type to make the value, as of cast; without it json, which keeps what it is.")]
        public string? Type { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "structure",
        "Takes the value that a path leads to out of JSON, be it a json field or text; null where there is none.",
        """{"input":"{\"items\":[{\"sku\":\"A-1\"}]}","parameters":{"path":"items[0].sku","type":"string"},"output":"A-1"}""");

    public override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type is not (DataType.String or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on JSON.");
        return input with { Type = type, Nullable = true, SourceType = null };
    }

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        inner = FieldPath.ParseInner(parameters.Path) ?? [];
        if (inner.Length == 0)
            problems.Add($"{path}.path", $"'{parameters.Path}' is no path; write it as a.b, items[0].sku or [\"odd key\"].");
        if (parameters.Type is not null)
            type = TypeNames.Parse(parameters.Type, $"{path}.type", problems) ?? type;
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (!JsonValues.TryRead(value, out var json))
            return JsonValues.NotJson;
        if (!JsonPath.TryFind(json, inner, out var range) || json[range].SequenceEqual("null"u8))
        {
            result.AppendNull();
            return null;
        }

        if (type != DataType.Json)
            return Casting.Write(Value.OfJson(json[range], inside), type, result);
        result.AppendJson(json[range]);
        return null;
    }

    // The value at hand may stand in the run's own bytes.
    private readonly Scratch inside = new();
}
