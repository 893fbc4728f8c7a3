using System.Buffers;
using System.ComponentModel;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Operations.Patterns;

/// <summary>Text rearranged: the first place that the regex matches is written as the pattern says.</summary>
internal sealed class Format : PatternOperation<Format.Options>
{
    public sealed record Options : PatternParameters
    {
        [Description("How the match is written: $1 stands for the first group of the regex, ${name} for a named one.")]
        public required string Pattern { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "pattern",
        "Writes what a regular expression matches in another form. Text without a match stays, and is counted as unmatched.",
        """{"input":"123-456-7890","parameters":{"regex":"(\\d{3})-(\\d{3})-(\\d{4})","pattern":"($1) $2-$3"},"output":"(123) 456-7890"}""");

    protected override bool TakesAnyValue => true;

    protected override void Prepare(Options parameters, Regex regex, string path, Problems problems) =>
        CheckGroups(parameters.Pattern, regex, $"{path}.pattern", problems);

    protected override OperationFailure? Write(Regex regex, string text, IBufferWriter<byte> result)
    {
        WriteText(regex.Replace(text, Parameters.Pattern, count: 1), result);
        return null;
    }
}
