using System.Buffers;
using System.ComponentModel;
using System.Text;

namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>Text in a normal form of Unicode, so that what looks alike is alike.</summary>
internal sealed class NormalizeUnicode : TextOperation<NormalizeUnicode.Options>
{
    private static readonly OperationFailure NotUnicode = new("invalid_unicode", "The text holds something that is no Unicode character.");
    private char[] normalised = new char[64];

    public sealed record Options
    {
        [Description("The normal form.")]
        public UnicodeForm Form { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "text",
        "Brings text into a normal form of Unicode, so that what looks alike compares as alike.",
        """{"input":"ﬁne ２４","parameters":{"form":"nfkc"},"output":"fine 24"}""");

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        var form = Parameters.Form switch
        {
            UnicodeForm.Nfc => NormalizationForm.FormC,
            UnicodeForm.Nfd => NormalizationForm.FormD,
            UnicodeForm.Nfkc => NormalizationForm.FormKC,
            _ => NormalizationForm.FormKD,
        };
        ReadOnlySpan<char> chars = run.Scratch.Decode(text);
        int written;
        try
        {
            if (Ascii.IsValid(text) || (form == NormalizationForm.FormC && IsComposed(chars)) || chars.IsNormalized(form))
            {
                result.Write(text);
                return null;
            }

            while (!chars.TryNormalize(normalised, out written, form))
                normalised = new char[normalised.Length * 2];
        }
        catch (ArgumentException)
        {
            return NotUnicode;
        }

        Encoding.UTF8.GetBytes(normalised.AsSpan(0, written), result);
        return null;
    }

    /// <summary>Whether text is certainly composed (NFC): characters below U+0300, the first mark, always are. Asking the framework allocates.</summary>
    public static bool IsComposed(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (letter >= 0x300)
                return false;
        }

        return true;
    }
}
