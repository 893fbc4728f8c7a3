using System.Buffers;
using System.Collections.Frozen;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>Text without what has no business in it.</summary>
internal sealed class Cleanse : TextOperation<Cleanse.Options>
{
    /// <summary>The words that stand for nothing unless a step names others.</summary>
    public static readonly string[] NullWords = ["n/a", "na", "#n/a", "null", "none", "nil", "nan", "-", "--", "?", "unknown", "undefined"];

    private readonly ArrayBufferWriter<byte> cleansed = new();
    private char[] normalised = new char[64];
    private FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> nullWords;

    public sealed record Options
    {
        [Description("What the text is: standard, text (as standard, but empty text stays), nulls (words such as N/A become null too), emails, phones.")]
        public CleansingPreset Preset { get; init; }

        [Description("The words that become null, in any case, for the presets nulls, emails and phones; without it n/a, na, #n/a, null, none, nil, nan, -, --, ?, unknown, undefined.")]
        public IReadOnlyList<string>? NullWords { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "text",
        "Cleanses text: no control or invisible characters, one space for each run of white space, none at the ends, letters composed (NFC); and more by preset.",
        """{"input":"\u0000 Jo\u00a0  Doe\u200b\n","output":"Jo Doe"}""");

    protected override bool MakesNulls => Parameters.Preset != CleansingPreset.Text;

    protected override void Prepare(Options parameters, string path, Problems problems) =>
        nullWords = (parameters.NullWords ?? NullWords).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        cleansed.ResetWrittenCount();
        if (Ascii.IsValid(text) || NormalizeUnicode.IsComposed(run.Scratch.Decode(text)))
            WriteClean(text);
        else
            WriteComposed(run.Scratch.Decode(text));
        if (Parameters.Preset == CleansingPreset.Text)
        {
            result.Write(cleansed.WrittenSpan);
            return null;
        }

        if (cleansed.WrittenCount == 0 || (Parameters.Preset != CleansingPreset.Standard && nullWords.Contains(run.Scratch.Decode(cleansed.WrittenSpan))))
            return Null;
        return Parameters.Preset switch
        {
            CleansingPreset.Emails => WriteEmail(run.Scratch.Decode(cleansed.WrittenSpan), result),
            CleansingPreset.Phones => WritePhone(cleansed.WrittenSpan, result),
            _ => WriteAll(cleansed.WrittenSpan, result),
        };
    }

    private void WriteComposed(ReadOnlySpan<char> text)
    {
        int written;
        while (!text.TryNormalize(normalised, out written))
            normalised = new char[normalised.Length * 2];
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(written));
        WriteClean(bytes.AsSpan(0, Encoding.UTF8.GetBytes(normalised.AsSpan(0, written), bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private void WriteClean(ReadOnlySpan<byte> text)
    {
        var pending = false;
        while (text.Length > 0)
        {
            Rune.DecodeFromUtf8(text, out var letter, out var length);
            if (Rune.IsWhiteSpace(letter))
            {
                pending = cleansed.WrittenCount > 0;
            }
            else if (Rune.GetUnicodeCategory(letter) is not UnicodeCategory.Control && letter.Value is not (0x200B or 0x2060 or 0xFEFF or 0x00AD))
            {
                if (pending)
                    cleansed.Write(" "u8);
                pending = false;
                cleansed.Write(text[..length]);
            }

            text = text[length..];
        }
    }

    private static OperationFailure? WriteEmail(ReadOnlySpan<char> text, IBufferWriter<byte> result)
    {
        var address = new string(text).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        Encoding.UTF8.GetBytes(address.StartsWith("mailto:", StringComparison.Ordinal) ? address.AsSpan(7) : address, result);
        return null;
    }

    private static OperationFailure? WritePhone(ReadOnlySpan<byte> text, IBufferWriter<byte> result)
    {
        Span<byte> digits = result.GetSpan(text.Length + 1);
        var count = 0;
        foreach (var letter in text)
        {
            if (char.IsAsciiDigit((char)letter) || (letter == '+' && count == 0))
                digits[count++] = letter;
        }

        if (count == 0)
            return Null;
        if (digits[..count].StartsWith("00"u8))
        {
            digits[1] = (byte)'+';
            digits[1..count].CopyTo(digits);
            count--;
        }

        result.Advance(count);
        return null;
    }

    private static OperationFailure? WriteAll(ReadOnlySpan<byte> text, IBufferWriter<byte> result)
    {
        result.Write(text);
        return null;
    }
}
