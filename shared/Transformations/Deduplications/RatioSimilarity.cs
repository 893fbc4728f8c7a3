namespace DataAggregator.Transformations.Deduplications;

/// <summary>Characters that both texts have in the same order, out of all of theirs.</summary>
internal class RatioSimilarity : TextSimilarity
{
    private readonly CommonSubsequence common = new();

    public override void Begin(ReadOnlySpan<char> text) => common.Begin(text);

    public override double Score(ReadOnlySpan<char> text, ReadOnlySpan<char> other, double least)
    {
        var length = text.Length + other.Length;
        return Of(Math.Min(text.Length, other.Length), length) < least ? 0 : Of(common.LengthWith(other), length);
    }

    /// <summary>The similarity of two texts with so many characters in common, and so many in all.</summary>
    public static double Of(int common, int length) => 200.0 * common / length;
}
