using System.Buffers;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;

namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>Text as a part of an address: small letters and digits, everything between them one separator.</summary>
internal sealed class Slug : TextOperation<Slug.Options>
{
    private readonly StringBuilder slug = new();

    public sealed record Options
    {
        [Description("What stands between words.")]
        public string Separator { get; init; } = "-";

        [Description("The most characters that the result has; it ends at a whole word where one fits.")]
        [Range(1, 1000)]
        public int? MaxLength { get; init; }

        [Description("Whether letters lose their marks, and those without a plain form are left out.")]
        public bool Ascii { get; init; } = true;
    }

    public override OperationSpec Spec => MakeSpec(
        "text",
        "Makes text a part of an address: small plain letters and digits with a separator between words.",
        """{"input":"  Crème brûlée & Straße!","output":"creme-brulee-strasse"}""");

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        slug.Clear();
        var written = new string(run.Scratch.Decode(text)).ToLowerInvariant();
        var pending = false;
        foreach (var letter in Parameters.Ascii ? written.Normalize(NormalizationForm.FormKD) : written)
        {
            var isMark = CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark;
            if (isMark && Parameters.Ascii)
                continue;
            if (!Append(letter, isMark, pending))
                pending = slug.Length > 0;
            else
                pending = false;
        }

        Encoding.UTF8.GetBytes(Cut(slug.ToString()), result);
        return null;
    }

    private bool Append(char letter, bool isMark, bool pending)
    {
        var plain = char.IsAsciiLetterOrDigit(letter) ? letter.ToString()
            : Parameters.Ascii ? PlainLetters.Of(letter)
            : char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || isMark ? letter.ToString()
            : null;
        if (plain is null)
            return false;
        if (pending)
            slug.Append(Parameters.Separator);
        slug.Append(plain);
        return true;
    }

    private string Cut(string whole)
    {
        if (Parameters.MaxLength is not { } most || whole.Length <= most)
            return whole;
        var end = Parameters.Separator.Length == 0 ? -1 : whole.LastIndexOf(Parameters.Separator, Math.Min(most, whole.Length - 1), StringComparison.Ordinal);
        if (end <= 0)
            end = char.IsHighSurrogate(whole[most - 1]) ? most - 1 : most;
        return whole[..end];
    }
}
