using System.Buffers;
using System.ComponentModel;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Operations.Patterns;

/// <summary>The piece of text that a regular expression, or a group of it, matches first.</summary>
internal sealed class RegexExtract : PatternOperation<RegexExtract.Options>
{
    private string group = "0";

    public sealed record Options : PatternParameters
    {
        [Description("The group to keep, by number or name; without it the first one, or the whole match where there is none.")]
        public string? Group { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "pattern",
        "Keeps the piece of text that a regular expression, or a group of it, matches first; null where nothing matches.",
        """{"input":"Order #4711 of May","parameters":{"regex":"#(\\d+)"},"output":"4711"}""");

    protected override bool MakesNulls => true;

    protected override void Prepare(Options parameters, Regex regex, string path, Problems problems)
    {
        var names = regex.GetGroupNames();
        group = parameters.Group ?? (names.Length > 1 ? names[1] : "0");
        if (!names.Contains(group))
            problems.Add($"{path}.group", $"'{group}' is not a group of the regex, which has {string.Join(", ", names)} (0 is the whole match).");
    }

    protected override OperationFailure? Write(Regex regex, string text, IBufferWriter<byte> result)
    {
        var found = regex.Match(text).Groups[group];
        if (!found.Success)
            return Null;
        WriteText(found.ValueSpan, result);
        return null;
    }

    protected override OperationFailure? WriteUnmatched(ReadOnlySpan<byte> text, IBufferWriter<byte> result) => Null;
}
