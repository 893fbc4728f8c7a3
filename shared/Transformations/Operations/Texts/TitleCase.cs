using System.Globalization;
using System.Text;

namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>
/// Text with each word's first letter capital and all others small. A word begins with a letter or digit and goes on over marks and apostrophes, too:
/// <c>o'neil's 'jean-luc'</c> becomes <c>O'neil's 'Jean-Luc'</c>, <c>USB cable</c> becomes <c>Usb Cable</c>.
/// </summary>
internal sealed class TitleCase : CaseOperation
{
    private static readonly byte[] Lower = Table(static letter => char.ToLowerInvariant(letter));
    private static readonly byte[] Upper = Table(static letter => char.ToUpperInvariant(letter));
    private static readonly bool[] InWord = [.. Enumerable.Range(0, 128).Select(code => char.IsAsciiLetterOrDigit((char)code))];

    public override OperationSpec Spec => MakeSpec(
        "text",
        "Writes each word's first letter as a capital and all others small.",
        """{"input":"o'neil's USB cable","output":"O'neil's Usb Cable"}""");

    protected override void ApplyAscii(ReadOnlySpan<byte> texts, ReadOnlySpan<int> offsets, Span<byte> result)
    {
        for (var text = 1; text < offsets.Length; text++)
        {
            var inWord = false;
            for (var i = offsets[text - 1]; i < offsets[text]; i++)
            {
                var letter = texts[i];
                result[i] = (inWord ? Lower : Upper)[letter];
                inWord = InWord[letter] || (inWord && letter == '\'');
            }
        }
    }

    protected override Rune Map(Rune letter, bool inWord)
    {
        if (inWord)
            return Rune.ToLowerInvariant(letter);
        return letter.Value switch
        {
            // Digraphs such as U+01C6 have a title case apart from their capital, which only the culture's text tables know.
            >= 0x01C4 and <= 0x01F3 => new Rune(CultureInfo.InvariantCulture.TextInfo.ToTitleCase(letter.ToString())[0]),
            // Georgian writes whole words in capitals, but never one letter of them.
            >= 0x10D0 and <= 0x10FF => letter,
            _ => Rune.ToUpperInvariant(letter),
        };
    }

    protected override bool GoesOn(Rune letter, bool inWord) =>
        Rune.IsLetterOrDigit(letter)
        || (inWord && letter.Value is ('\'' or 0x2019))
        || Rune.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static byte[] Table(Func<char, char> map) => [.. Enumerable.Range(0, 128).Select(code => (byte)map((char)code))];
}
