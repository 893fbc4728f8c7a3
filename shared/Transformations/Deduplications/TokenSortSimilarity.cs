namespace DataAggregator.Transformations.Deduplications;

/// <summary>The ratio of two texts with their words in alphabetical order.</summary>
internal sealed class TokenSortSimilarity : RatioSimilarity
{
    private readonly SortedWords words = new();

    public override ReadOnlySpan<char> Prepare(ReadOnlySpan<char> text) => words.Of(base.Prepare(text), distinct: false);
}
