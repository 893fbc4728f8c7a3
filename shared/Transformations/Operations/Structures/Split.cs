using System.ComponentModel;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Structures;

/// <summary>Text cut where a separator stands: a list of its parts, or one of them.</summary>
internal sealed class Split : ValueOperation<Split.Options>
{
    private readonly JsonBuffer list = new();
    private readonly List<Range> parts = [];
    private byte[] separator = [];

    public sealed record Options
    {
        [Description("What stands between two parts.")]
        public required string Separator { get; init; }

        [Description("The part to keep, counted from 0; below 0 counted from the end. Without it, all as a list.")]
        public int? Index { get; init; }

        [Description("Whether white space at the ends of parts goes.")]
        public bool Trim { get; init; }

        [Description("Whether parts of nothing are left out.")]
        public bool SkipEmpty { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "structure",
        "Cuts text where a separator stands, into a list or to keep one part; a part that there is not is null.",
        """{"input":"red, green,blue","parameters":{"separator":",","trim":true},"output":["red","green","blue"]}""");

    public override Field Describe(Field input, string path, Problems problems) =>
        input with { Type = Parameters.Index is null ? DataType.Json : DataType.String, Nullable = input.Nullable || Parameters.Index is not null, SourceType = null };

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        separator = Encoding.UTF8.GetBytes(parameters.Separator);
        if (separator.Length == 0)
            problems.Add($"{path}.separator", "must be at least one character.");
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        Span<byte> room = stackalloc byte[ValueText.Room];
        var text = ValueText.Of(value, room);
        Cut(text);
        if (Parameters.Index is { } index)
        {
            index = index < 0 ? parts.Count + index : index;
            if (index >= 0 && index < parts.Count)
                result.Append(text[parts[index]]);
            else
                result.AppendNull();
            return null;
        }

        var json = list.Start();
        json.WriteStartArray();
        foreach (var part in parts)
            json.WriteStringValue(text[part]);
        json.WriteEndArray();
        result.AppendJson(list.End());
        return null;
    }

    private void Cut(ReadOnlySpan<byte> text)
    {
        parts.Clear();
        for (var start = 0; start <= text.Length;)
        {
            var length = text[start..].IndexOf(separator);
            var end = length < 0 ? text.Length : start + length;
            var part = start..end;
            if (Parameters.Trim)
            {
                var left = start + text[part].Length - text[part].TrimStart(" \t\r\n"u8).Length;
                part = left..Math.Max(left, end - (text[part].Length - text[part].TrimEnd(" \t\r\n"u8).Length));
            }

            if (!Parameters.SkipEmpty || part.Start.Value < part.End.Value)
                parts.Add(part);
            start = length < 0 ? text.Length + 1 : end + separator.Length;
        }
    }
}
