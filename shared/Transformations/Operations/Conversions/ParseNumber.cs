using System.Buffers;
using System.ComponentModel;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Texts;

namespace DataAggregator.Transformations.Operations.Conversions;

/// <summary>Numbers as people write them, as decimals.</summary>
internal sealed class ParseNumber : ValueOperation<ParseNumber.Options>
{
    private static readonly OperationFailure NotNumber = new("not_a_number", "The value is no number as the step describes one.");
    private readonly ArrayBufferWriter<byte> digits = new();
    private byte[] point = [];
    private byte[] group = [];
    private HashSet<Rune> ignored = [];

    public sealed record Options
    {
        [Description("What stands before the fraction.")]
        public string DecimalSeparator { get; init; } = ".";

        [Description("What may stand between groups of digits.")]
        public string GroupSeparator { get; init; } = ",";

        [Description("Characters that do not count, such as € and $; white space never does.")]
        public string Ignore { get; init; } = "";
    }

    public override OperationSpec Spec => MakeSpec(
        "number",
        "Reads a number as people write it, with separators and signs of currencies, as an exact decimal.",
        """{"input":"1.234,50 €","parameters":{"decimal_separator":",","group_separator":".","ignore":"€"},"output":1234.50}""");

    public override Field Describe(Field input, string path, Problems problems) => input with { Type = DataType.Decimal, SourceType = null };

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        point = Encoding.UTF8.GetBytes(parameters.DecimalSeparator);
        group = Encoding.UTF8.GetBytes(parameters.GroupSeparator);
        ignored = [.. parameters.Ignore.EnumerateRunes()];
        if (CharacterCount.Of(point) != 1)
            problems.Add($"{path}.decimal_separator", "must be one character.");
        if (CharacterCount.Of(group) > 1)
            problems.Add($"{path}.group_separator", "must be one character, or nothing.");
        if (parameters.DecimalSeparator == parameters.GroupSeparator)
            problems.Add($"{path}.group_separator", "is the decimal separator too; give another, or nothing.");
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (value.Kind == ValueKind.Number)
        {
            result.Append(value.Number);
            return null;
        }

        if (value.Kind != ValueKind.Text || !TryRead(value.Bytes, out var number))
            return NotNumber;
        result.Append(number);
        return null;
    }

    private bool TryRead(ReadOnlySpan<byte> text, out Decimal38 number)
    {
        digits.ResetWrittenCount();
        var inFraction = false;
        while (text.Length > 0)
        {
            Rune.DecodeFromUtf8(text, out var letter, out var length);
            if (text.StartsWith(point))
            {
                digits.Write("."u8);
                inFraction = true;
            }
            else if (group.Length > 0 && text.StartsWith(group))
            {
                // Groups are of digits before the fraction.
                if (inFraction || digits.WrittenCount == 0)
                    break;
            }
            else if (!Rune.IsWhiteSpace(letter) && !ignored.Contains(letter))
            {
                // A minus that is typeset counts as one that is typed.
                digits.Write(letter.Value == 0x2212 ? "-"u8 : text[..length]);
            }

            text = text[length..];
        }

        number = default;
        return text.IsEmpty && digits.WrittenSpan.IndexOfAny((byte)'e', (byte)'E') < 0 && Decimal38.TryParse(digits.WrittenSpan, out number);
    }
}
