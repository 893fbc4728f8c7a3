using System.Collections.Frozen;
using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Choices;

/// <summary>Values replaced by what a table holds for them.</summary>
internal sealed class Lookup : ValueOperation<Lookup.Options>
{
    private static readonly OperationFailure NotInTable = new("not_in_table", "The table has no entry for the value, and the step no default.");
    private FrozenDictionary<string, JsonConstant>.AlternateLookup<ReadOnlySpan<char>> table;
    private JsonConstant? other;
    private DataType type;

    public sealed record Options
    {
        [Description("What to put in place of each value; numbers, dates and such are looked up as the text that they are written as.")]
        public required IReadOnlyDictionary<string, JsonElement> Table { get; init; }

        [Description("What to put in place of a value that the table lacks; without it such a value is an error, see on_error.")]
        public JsonElement Default { get; init; }

        [Description("Whether capital and small letters are the same.")]
        public bool IgnoreCase { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "value",
        "Replaces each value by what a table holds for it.",
        """{"input":"DE","parameters":{"table":{"DE":"Germany","FR":"France"},"default":"elsewhere"},"output":"Germany"}""");

    public override Field Describe(Field input, string path, Problems problems) => input with { Type = type, Nullable = true, SourceType = null };

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        var entries = new Dictionary<string, JsonConstant>(parameters.IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var (key, value) in parameters.Table)
        {
            if (!entries.TryAdd(key, new JsonConstant(value, $"{path}.table.{key}", problems)))
                problems.Add($"{path}.table.{key}", "stands twice, but for capital and small letters.");
        }

        if (entries.Count == 0)
            problems.Add($"{path}.table", "must have at least one entry.");
        other = parameters.Default.ValueKind == JsonValueKind.Undefined ? null : new JsonConstant(parameters.Default, $"{path}.default", problems);
        var types = entries.Values.Append(other).Where(entry => entry is { IsNull: false }).Select(entry => entry!.Type).ToList();
        type = types.Count == 0 ? DataType.Json : types.Aggregate(TypeUnion.Of);
        table = entries.ToFrozenDictionary(entries.Comparer).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        Span<byte> room = stackalloc byte[ValueText.Room];
        if (!table.TryGetValue(run.Scratch.Decode(ValueText.Of(value, room)), out var found))
            found = other;
        found?.Write(result);
        return found is null ? NotInTable : null;
    }
}
