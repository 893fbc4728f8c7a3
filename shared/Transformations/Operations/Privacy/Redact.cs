using System.Buffers;
using System.ComponentModel;
using System.Text;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Conditions;

namespace DataAggregator.Transformations.Operations.Privacy;

/// <summary>Text without the sensitive data in it.</summary>
internal sealed class Redact : TextOperation<Redact.Options>
{
    private static readonly OperationFailure Timeout = new("regex_timeout", "The pattern took more than 50 ms on the value; simplify it.");
    private readonly List<(Regex Regex, bool IsCard)> patterns = [];
    private readonly StringBuilder redacted = new();

    public sealed record Options
    {
        [Description("What to take out, in this order.")]
        public IReadOnlyList<SensitiveData>? Patterns { get; init; }

        [Description("A regular expression for what to take out, beside the patterns or in place of them.")]
        public string? Regex { get; init; }

        [Description("What to put in its place.")]
        public string With { get; init; } = "[redacted]";
    }

    public override OperationSpec Spec => MakeSpec(
        "privacy",
        "Takes sensitive data out of text: e-mail addresses, telephone and card numbers, IP addresses, or what a regular expression matches.",
        """{"input":"Call 555-123-4567 or write to jo@example.com","parameters":{"patterns":["email","phone"]},"output":"Call [redacted] or write to [redacted]"}""");

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        foreach (var pattern in parameters.Patterns ?? [])
            patterns.Add((Pattern.Compile(PatternOf(pattern), ignoreCase: true, unicode: false, path, problems)!, pattern == SensitiveData.Card));
        if (parameters.Regex is not null && Pattern.Compile(parameters.Regex, ignoreCase: false, unicode: false, $"{path}.regex", problems) is { } regex)
            patterns.Add((regex, false));
        if (parameters.Patterns is not { Count: > 0 } && parameters.Regex is null)
            problems.Add($"{path}.patterns", "is required, or regex: what to take out.");
    }

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        try
        {
            string? changed = null;
            foreach (var (regex, isCard) in patterns)
            {
                if (changed is null && !regex.IsMatch(run.Scratch.Decode(text)))
                    continue;
                changed = Without(regex, isCard, changed ?? new string(run.Scratch.Decode(text)));
            }

            if (changed is null)
                result.Write(text);
            else
                Encoding.UTF8.GetBytes(changed, result);
            return null;
        }
        catch (RegexMatchTimeoutException)
        {
            return Timeout;
        }
    }

    private string Without(Regex regex, bool isCard, string text)
    {
        redacted.Clear();
        var next = 0;
        foreach (var match in regex.EnumerateMatches(text))
        {
            var found = text.AsSpan(match.Index, match.Length);
            if (isCard && !HasCheckDigit(found))
                continue;
            redacted.Append(text, next, match.Index - next).Append(Parameters.With);
            next = match.Index + match.Length;
        }

        return redacted.Append(text, next, text.Length - next).ToString();
    }

    private static string PatternOf(SensitiveData data) => data switch
    {
        SensitiveData.Email => @"[\w.+%'-]+@[\w-]+(\.[\w-]+)+",
        SensitiveData.Phone => @"(\+|\b|\()\d([ ().\-/]{0,2}\d){6,14}\b",
        SensitiveData.Card => @"\b\d([ -]?\d){12,18}\b",
        _ => @"\b((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)\b",
    };

    // The rule of Luhn, which all card numbers keep.
    private static bool HasCheckDigit(ReadOnlySpan<char> number)
    {
        var (sum, isSecond) = (0, false);
        for (var i = number.Length - 1; i >= 0; i--)
        {
            if (!char.IsAsciiDigit(number[i]))
                continue;
            var digit = number[i] - '0';
            digit = isSecond ? digit * 2 : digit;
            sum += digit > 9 ? digit - 9 : digit;
            isSecond = !isSecond;
        }

        return sum % 10 == 0;
    }
}
