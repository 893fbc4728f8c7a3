namespace DataAggregator.Transformations.Deduplications;

/// <summary>
/// The words that both texts have against those words with the others of either: the best of the three ratios. Texts with no word in common
/// are compared as they are.
/// </summary>
internal sealed class TokenSetSimilarity : TextSimilarity
{
    private readonly SortedWords words = new();
    private readonly CommonSubsequence common = new();
    private readonly char[] ownWords = new char[MostCharacters + 1];
    private readonly char[] otherWords = new char[MostCharacters + 1];

    public override ReadOnlySpan<char> Prepare(ReadOnlySpan<char> text) => words.Of(base.Prepare(text), distinct: true);

    public override double Score(ReadOnlySpan<char> text, ReadOnlySpan<char> other, double least)
    {
        var (shared, own, others) = Compare(text, other);
        if (shared > 0 && (own == 0 || others == 0))
            return 100;
        common.Begin(ownWords.AsSpan(0, own));
        var differing = common.LengthWith(otherWords.AsSpan(0, others));
        if (shared == 0)
            return RatioSimilarity.Of(differing, own + others);
        // A space stands between the words that both have and those of one.
        var (first, second) = (shared + 1 + own, shared + 1 + others);
        var whole = RatioSimilarity.Of(shared + 1 + differing, first + second);
        return Math.Max(whole, RatioSimilarity.Of(shared, shared + Math.Min(first, second)));
    }

    /// <summary>The length of the words that both have, and of those that only the one or the other has, which are kept.</summary>
    private (int Shared, int Own, int Others) Compare(ReadOnlySpan<char> text, ReadOnlySpan<char> other)
    {
        var (shared, own, others) = (0, 0, 0);
        while (text.Length > 0 || other.Length > 0)
        {
            var left = FirstOf(text);
            var right = FirstOf(other);
            var order = left.IsEmpty ? 1 : right.IsEmpty ? -1 : left.SequenceCompareTo(right);
            if (order == 0)
                shared += left.Length + (shared > 0 ? 1 : 0);
            else if (order < 0)
                own = Add(ownWords, own, left);
            else
                others = Add(otherWords, others, right);
            if (order <= 0)
                text = After(text, left);
            if (order >= 0)
                other = After(other, right);
        }

        return (shared, own, others);
    }

    private static int Add(char[] words, int end, ReadOnlySpan<char> word)
    {
        if (end > 0)
            words[end++] = ' ';
        word.CopyTo(words.AsSpan(end));
        return end + word.Length;
    }

    private static ReadOnlySpan<char> FirstOf(ReadOnlySpan<char> text) => text.IndexOf(' ') is >= 0 and var end ? text[..end] : text;

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> text, ReadOnlySpan<char> word) => text[Math.Min(word.Length + 1, text.Length)..];
}
