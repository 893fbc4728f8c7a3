using System.Buffers;
using System.ComponentModel;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Operations.Patterns;

/// <summary>Text with everything replaced that a regular expression matches.</summary>
internal sealed class RegexReplace : PatternOperation<RegexReplace.Options>
{
    public sealed record Options : PatternParameters
    {
        [Description("What to put in place of each match: $1 stands for the first group of the regex, ${name} for a named one (in a pipeline $${name}, for ${name} is a parameter of it there).")]
        public string Replacement { get; init; } = "";

        [Description("Whether only the first match is replaced.")]
        public bool FirstOnly { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "pattern",
        "Replaces everything that a regular expression matches.",
        """{"input":"+49 (0)30 / 123-456","parameters":{"regex":"\\(0\\)|[^\\d+]","replacement":""},"output":"+4930123456"}""");

    protected override void Prepare(Options parameters, Regex regex, string path, Problems problems) =>
        CheckGroups(parameters.Replacement, regex, $"{path}.replacement", problems);

    protected override OperationFailure? Write(Regex regex, string text, IBufferWriter<byte> result)
    {
        WriteText(regex.Replace(text, Parameters.Replacement, Parameters.FirstOnly ? 1 : -1), result);
        return null;
    }
}
