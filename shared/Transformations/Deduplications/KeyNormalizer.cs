using System.Text;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Texts;

namespace DataAggregator.Transformations.Deduplications;

/// <summary>Brings the texts of keys into the form in which they are compared. The order in which the normalisations are listed does not matter.</summary>
internal sealed class KeyNormalizer(IReadOnlyList<KeyNormalization> normalizations)
{
    private readonly bool trims = normalizations.Contains(KeyNormalization.Trim);
    private readonly bool folds = normalizations.Contains(KeyNormalization.Case);
    private readonly bool joins = normalizations.Contains(KeyNormalization.Whitespace);
    private readonly bool leavesPunctuation = !normalizations.Contains(KeyNormalization.Punctuation);
    private readonly bool dropsAccents = normalizations.Contains(KeyNormalization.Accents);
    private readonly bool onlyDigits = normalizations.Contains(KeyNormalization.DigitsOnly);
    private readonly Scratch scratch = new();
    private char[] composed = new char[256];
    private char[] result = new char[256];
    private int length;

    /// <summary>Whether texts stay as they are.</summary>
    public bool IsIdle => normalizations.Count == 0;

    /// <summary>The text as it is compared; valid until the next call.</summary>
    public ReadOnlySpan<char> Apply(ReadOnlySpan<byte> text)
    {
        var decoded = scratch.Decode(text);
        if (IsIdle)
            return decoded;
        var whole = Ascii.IsValid(text) ? decoded : Compose(decoded);
        // A letter has at most two plain ones, and a character has one or two units.
        if (result.Length < whole.Length * 2)
            result = new char[whole.Length * 2];
        length = 0;
        foreach (var rune in whole.EnumerateRunes())
            Append(rune);
        var written = result.AsSpan(0, length);
        if (folds)
            Fold(written);
        return trims ? written.Trim() : written;
    }

    /// <summary>The same letters however they are written: with their marks in one character, or without where those are dropped.</summary>
    private ReadOnlySpan<char> Compose(ReadOnlySpan<char> text)
    {
        // U+FFFE is no character; the framework refuses to normalise a text with it.
        if (text.Contains('\uFFFE') || (!dropsAccents && NormalizeUnicode.IsComposed(text)))
            return text;
        int written;
        while (!text.TryNormalize(composed, out written, dropsAccents ? NormalizationForm.FormD : NormalizationForm.FormC))
            composed = new char[composed.Length * 2];
        return composed.AsSpan(0, written);
    }

    private void Append(Rune rune)
    {
        if (onlyDigits)
        {
            if (Rune.IsDigit(rune))
                result[length++] = (char)('0' + (int)Rune.GetNumericValue(rune));
        }
        else if (joins && Rune.IsWhiteSpace(rune))
        {
            if (length == 0 || result[length - 1] != ' ')
                result[length++] = ' ';
        }
        else if (leavesPunctuation || !(Rune.IsPunctuation(rune) || Rune.IsSymbol(rune)))
        {
            AppendLetter(rune);
        }
    }

    private void AppendLetter(Rune rune)
    {
        if (dropsAccents && rune is { IsAscii: false, IsBmp: true })
        {
            // The marks of other scripts are what their words consist of.
            if (rune.Value is >= 0x300 and < 0x370)
                return;
            if (PlainLetters.Of((char)rune.Value) is { } plain)
            {
                plain.CopyTo(result.AsSpan(length));
                length += plain.Length;
                return;
            }
        }

        length += rune.EncodeToUtf16(result.AsSpan(length));
    }

    /// <summary>Capital first and then small, so that letters with several small forms, as the Greek sigma has, are the same.</summary>
    private static void Fold(Span<char> text)
    {
        if (Ascii.IsValid(text))
        {
            Ascii.ToLowerInPlace(text, out _);
            return;
        }

        for (var i = 0; i < text.Length; i++)
            text[i] = char.ToLowerInvariant(char.ToUpperInvariant(text[i]));
    }
}
