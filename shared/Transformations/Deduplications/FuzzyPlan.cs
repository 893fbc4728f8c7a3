using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Deduplications;

/// <summary>What is compared within a block, parsed.</summary>
/// <param name="Fields">The fields.</param>
/// <param name="Weights">How much each counts.</param>
/// <param name="Algorithm">How the similarity of two texts is measured.</param>
/// <param name="Threshold">The similarity, 0 to 100, from which on two records are duplicates.</param>
/// <param name="MaxBlockSize">The most records of a block that later ones are compared with.</param>
internal sealed record FuzzyPlan(IReadOnlyList<FieldPath> Fields, IReadOnlyList<double> Weights, SimilarityAlgorithm Algorithm, double Threshold, int MaxBlockSize)
{
    /// <summary>What measures the similarity of one field's texts.</summary>
    public TextSimilarity NewSimilarity() => Algorithm switch
    {
        SimilarityAlgorithm.TokenSort => new TokenSortSimilarity(),
        SimilarityAlgorithm.TokenSet => new TokenSetSimilarity(),
        SimilarityAlgorithm.JaroWinkler => new JaroWinklerSimilarity(),
        _ => new RatioSimilarity(),
    };
}
