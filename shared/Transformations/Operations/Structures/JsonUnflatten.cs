using System.ComponentModel;
using System.Text;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Structures;

/// <summary>Flat objects as nested ones: joined keys are taken apart.</summary>
internal sealed class JsonUnflatten : ValueOperation<JsonUnflatten.Options>
{
    private static readonly OperationFailure Conflict = new("conflicting_keys", "One key makes an object of what another gives a value, as \"a\" and \"a.b\" do.");
    private readonly JsonBuffer buffer = new();

    public sealed record Options
    {
        [Description("What stands between joined keys.")]
        public string Separator { get; init; } = ".";
    }

    public override OperationSpec Spec => MakeSpec(
        "structure",
        "Makes a flat object nested: {\"a.b\":1} becomes {\"a\":{\"b\":1}}.",
        """{"input":{"a.b":1,"a.c":[2],"d":null},"output":{"a":{"b":1,"c":[2]},"d":null}}""");

    public override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type is not (DataType.String or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on JSON.");
        return input with { Type = DataType.Json, SourceType = null };
    }

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        if (parameters.Separator.Length == 0)
            problems.Add($"{path}.separator", "must be at least one character.");
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (!JsonValues.TryReadStructure(value, out var json) || JsonTree.Parse(json) is not JsonObject flat)
            return JsonValues.NotStructure;
        var nested = new JsonObject();
        foreach (var (key, entry) in flat)
        {
            PathSegment[] path = [.. key.Split(Parameters.Separator).Select(name => new PathSegment(Encoding.UTF8.GetBytes(name), 0))];
            if (nested.ContainsKey(key) || !JsonTree.TrySet(nested, path, entry?.DeepClone()))
                return Conflict;
        }

        nested.WriteTo(buffer.Start());
        result.AppendJson(buffer.End());
        return null;
    }
}
