using System.ComponentModel;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Conditions;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>A text must match a regular expression.</summary>
internal sealed class RegexMatch : Validation<RegexMatch.RegexParameters>
{
    private static readonly Violation NoMatch = new("no_match", "The value does not match the pattern of the rule.");
    private Violation noMatch = NoMatch;
    private Regex? pattern;

    public sealed record RegexParameters
    {
        [Description("The regular expression, of up to 1,024 bytes. It may match anywhere in the value; write ^ and $ or set full_match for the whole.")]
        public required string Pattern { get; init; }

        [Description("Whether it must match the whole value.")]
        public bool FullMatch { get; init; }

        [Description("Whether capital and small letters are the same.")]
        public bool CaseInsensitive { get; init; }

        [Description("Whether \\d means the digits of every script.")]
        public bool Unicode { get; init; }
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value matches a regular expression. A number is looked at as it was written; other values that are no text fail.",
        """{"parameters":{"pattern":"[A-Z]{3}-\\d+","full_match":true},"passes":"ABC-1","fails":"ABC-1 "}""",
        NoMatch,
        Violation.TimedOut);

    public override Violation? Check(in Value value, Scratch scratch)
    {
        if (value.Kind is ValueKind.Absent or ValueKind.Null)
            return null;
        Span<byte> digits = stackalloc byte[ValidatedText.DigitsLength];
        if (!ValidatedText.TryRead(value, digits, out var text))
            return noMatch;
        try
        {
            return pattern!.IsMatch(scratch.Decode(text)) ? null : noMatch;
        }
        catch (RegexMatchTimeoutException)
        {
            return Violation.TimedOut;
        }
    }

    protected override void Prepare(RegexParameters parameters, string path, Problems problems)
    {
        noMatch = NoMatch with { Message = $"The value does not match the pattern of the rule: {parameters.Pattern}" };
        pattern = Pattern.Compile(parameters.Pattern, parameters.CaseInsensitive, parameters.Unicode, $"{path}.pattern", problems);
        if (pattern is not null && parameters.FullMatch)
            pattern = Pattern.Compile($@"\A(?:{parameters.Pattern})\z", parameters.CaseInsensitive, parameters.Unicode, $"{path}.pattern", problems);
    }
}
