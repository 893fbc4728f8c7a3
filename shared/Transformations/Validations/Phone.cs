using System.ComponentModel;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>A value must look like a telephone number. Which numbers a country gives out is not looked into.</summary>
internal sealed class Phone : Validation<Phone.PhoneParameters>
{
    private const int MaxDigits = 15;
    private const int MinDigits = 5;
    private const int MinInternationalDigits = 7;
    private static readonly Violation NoNumber = new("invalid_phone", "The value is not a telephone number as the rule asks for, such as +14155552671 or (415) 555-2671.");

    /// <summary>How numbers are written.</summary>
    internal enum PhoneFormat
    {
        Any,
        E164,
        International,
        National,
    }

    public sealed record PhoneParameters
    {
        [Description("How numbers are written: e164 (+ and digits alone), international (+, digits, separators), national (no +, separators), or any of them.")]
        public PhoneFormat Format { get; init; }
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value looks like a telephone number: E.164 is + and 7 to 15 digits, the first not 0; a national number has 5 to 15 digits, with single spaces, dots, hyphens, slashes or one pair of parentheses between them.",
        """{"parameters":{"format":"e164"},"passes":"+14155552671","fails":"(415) 555-2671"}""",
        NoNumber);

    public override Violation? Check(in Value value, Scratch scratch)
    {
        if (value.Kind is ValueKind.Absent or ValueKind.Null)
            return null;
        Span<byte> digits = stackalloc byte[ValidatedText.DigitsLength];
        return ValidatedText.TryRead(value, digits, out var text) && IsAllowed(text) ? null : NoNumber;
    }

    private bool IsAllowed(ReadOnlySpan<byte> text)
    {
        var isInternational = !text.IsEmpty && text[0] == '+';
        return Parameters.Format switch
        {
            PhoneFormat.E164 => isInternational && IsNumber(text[1..], MinInternationalDigits, mayBeSeparated: false) && text[1] != '0',
            PhoneFormat.International => isInternational && IsInternational(text),
            PhoneFormat.National => IsNumber(text, MinDigits, mayBeSeparated: true),
            _ => isInternational ? IsInternational(text) : IsNumber(text, MinDigits, mayBeSeparated: true),
        };
    }

    private static bool IsInternational(ReadOnlySpan<byte> text) => IsNumber(text[1..], MinInternationalDigits, mayBeSeparated: true) && text[1] is >= (byte)'1' and <= (byte)'9';

    private static bool IsNumber(ReadOnlySpan<byte> text, int minDigits, bool mayBeSeparated)
    {
        var (digits, open, closed, separated) = (0, false, false, true);
        foreach (var letter in text)
        {
            switch (letter)
            {
                case >= (byte)'0' and <= (byte)'9':
                    digits++;
                    separated = false;
                    continue;
                case (byte)'(' when mayBeSeparated && !open:
                    open = separated = true;
                    continue;
                case (byte)')' when open && !closed && !separated:
                    closed = true;
                    continue;
                case (byte)' ' or (byte)'-' or (byte)'.' or (byte)'/' when mayBeSeparated && !separated:
                    separated = true;
                    continue;
                default:
                    return false;
            }
        }

        return digits >= minDigits && digits <= MaxDigits && open == closed && !separated;
    }
}
