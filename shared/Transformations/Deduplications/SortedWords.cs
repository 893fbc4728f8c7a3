using System.Runtime.InteropServices;

namespace DataAggregator.Transformations.Deduplications;

/// <summary>Puts the words of texts into ordinal order, one space between them, in buffers that are used again.</summary>
internal sealed class SortedWords
{
    private readonly char[] text = new char[TextSimilarity.MostCharacters];
    private readonly char[] sorted = new char[TextSimilarity.MostCharacters + 1];
    private readonly List<Range> words = [];
    private readonly Comparison<Range> order;

    public SortedWords() => order = (left, right) => text.AsSpan(left).SequenceCompareTo(text.AsSpan(right));

    /// <summary>The words of a text of at most <see cref="TextSimilarity.MostCharacters"/>; valid until the next call.</summary>
    public ReadOnlySpan<char> Of(ReadOnlySpan<char> unsorted, bool distinct)
    {
        unsorted.CopyTo(text);
        Split(unsorted.Length);
        var inOrder = CollectionsMarshal.AsSpan(words);
        inOrder.Sort(order);
        var end = 0;
        for (var i = 0; i < inOrder.Length; i++)
        {
            var word = text.AsSpan(inOrder[i]);
            if (distinct && i > 0 && word.SequenceEqual(text.AsSpan(inOrder[i - 1])))
                continue;
            word.CopyTo(sorted.AsSpan(end));
            end += word.Length;
            sorted[end++] = ' ';
        }

        return sorted.AsSpan(0, Math.Max(0, end - 1));
    }

    private void Split(int length)
    {
        words.Clear();
        for (int start = 0, end; start < length; start = end + 1)
        {
            end = start;
            while (end < length && !char.IsWhiteSpace(text[end]))
                end++;
            if (end > start)
                words.Add(start..end);
        }
    }
}
