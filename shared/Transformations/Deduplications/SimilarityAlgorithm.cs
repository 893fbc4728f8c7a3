namespace DataAggregator.Transformations.Deduplications;

/// <summary>How the similarity of two texts is measured.</summary>
internal enum SimilarityAlgorithm
{
    /// <summary>Characters that both have in the same order, out of all of theirs.</summary>
    Ratio,

    /// <summary>As <see cref="Ratio"/>, with the words of both in alphabetical order.</summary>
    TokenSort,

    /// <summary>As <see cref="TokenSort"/>, but words that only one has count little: a text all of whose words the other has is the same.</summary>
    TokenSet,

    /// <summary>Jaro-Winkler: characters that both have at about the same place; the same beginning counts more. Made for names.</summary>
    JaroWinkler,
}
