namespace DataAggregator.Transformations.Deduplications;

/// <summary>How alike two texts are, from 0 (nothing in common) to 100 (the same). One text is compared with many.</summary>
internal abstract class TextSimilarity
{
    /// <summary>Of longer texts, only so many characters from the beginning are compared.</summary>
    public const int MostCharacters = 256;

    /// <summary>The text in the form in which it is compared, of at most <see cref="MostCharacters"/>; valid until the next call.</summary>
    public virtual ReadOnlySpan<char> Prepare(ReadOnlySpan<char> text) => text[..Math.Min(text.Length, MostCharacters)];

    /// <summary>Takes the text, prepared, that is compared next.</summary>
    public virtual void Begin(ReadOnlySpan<char> text)
    {
    }

    /// <summary>The similarity of two prepared texts, neither of them empty.</summary>
    /// <param name="text">The one that <see cref="Begin"/> took.</param>
    /// <param name="other">The other.</param>
    /// <param name="least">A lower similarity is of no interest, and may be given as 0.</param>
    public abstract double Score(ReadOnlySpan<char> text, ReadOnlySpan<char> other, double least);
}
