using DataAggregator.Transformations.Deduplications;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Deduplications;

public sealed class TextSimilarityTests
{
    [Theory]
    [InlineData(nameof(SimilarityAlgorithm.Ratio), "same", "same", 100)]
    [InlineData(nameof(SimilarityAlgorithm.Ratio), "abc", "xyz", 0)]
    [InlineData(nameof(SimilarityAlgorithm.Ratio), "this is a test", "this is a test!", 96.5517)]
    [InlineData(nameof(SimilarityAlgorithm.Ratio), "Müller", "Muller", 83.3333)]
    [InlineData(nameof(SimilarityAlgorithm.Ratio), "kitten", "sitting", 61.5385)]
    [InlineData(nameof(SimilarityAlgorithm.TokenSort), "fuzzy  wuzzy was a bear", "wuzzy fuzzy was a bear", 100)]
    [InlineData(nameof(SimilarityAlgorithm.TokenSort), "fuzzy was a bear", "fuzzy fuzzy was a bear", 84.2105)]
    [InlineData(nameof(SimilarityAlgorithm.TokenSet), "fuzzy was a bear", "fuzzy fuzzy was a bear", 100)]
    [InlineData(nameof(SimilarityAlgorithm.TokenSet), "mustermann gmbh", "mustermann gmbh berlin", 100)]
    [InlineData(nameof(SimilarityAlgorithm.TokenSet), "great is scala", "java is great", 81.4815)]
    [InlineData(nameof(SimilarityAlgorithm.TokenSet), "jon", "john", 85.7143)]
    [InlineData(nameof(SimilarityAlgorithm.JaroWinkler), "MARTHA", "MARHTA", 96.1111)]
    [InlineData(nameof(SimilarityAlgorithm.JaroWinkler), "DIXON", "DICKSONX", 81.3333)]
    [InlineData(nameof(SimilarityAlgorithm.JaroWinkler), "DWAYNE", "DUANE", 84)]
    [InlineData(nameof(SimilarityAlgorithm.JaroWinkler), "a", "a", 100)]
    [InlineData(nameof(SimilarityAlgorithm.JaroWinkler), "a", "b", 0)]
    public void Measures_as_the_literature_does(string measure, string text, string other, double expected)
    {
        var algorithm = Enum.Parse<SimilarityAlgorithm>(measure);
        Score(algorithm, text, other).ShouldBe(expected, 0.0001);
        Score(algorithm, other, text).ShouldBe(expected, 0.0001);
    }

    [Fact]
    public void Common_characters_are_those_that_the_table_of_all_prefixes_finds()
    {
        var random = new Random(7);
        var common = new CommonSubsequence();
        for (var i = 0; i < 500; i++)
        {
            var (text, other) = (Text(random, 1 + random.Next(256)), Text(random, 1 + random.Next(256)));
            common.Begin(text);
            common.LengthWith(other).ShouldBe(Longest(text, other), $"{text} and {other}");
        }
    }

    [Fact]
    public void Longer_texts_count_with_their_beginning() =>
        Score(SimilarityAlgorithm.Ratio, new string('a', 256) + "bcd", new string('a', 300)).ShouldBe(100);

    private static double Score(SimilarityAlgorithm algorithm, string text, string other)
    {
        var plan = new FuzzyPlan([], [], algorithm, 0, 1);
        var (similarity, against) = (plan.NewSimilarity(), plan.NewSimilarity());
        var prepared = similarity.Prepare(text);
        similarity.Begin(prepared);
        return similarity.Score(prepared, against.Prepare(other), 0);
    }

    private static string Text(Random random, int length) => string.Create(length, random, (text, from) =>
    {
        for (var i = 0; i < text.Length; i++)
            text[i] = "abcdäßж中"[from.Next(8)];
    });

    private static int Longest(string text, string other)
    {
        var lengths = new int[text.Length + 1, other.Length + 1];
        for (var i = 1; i <= text.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
                lengths[i, j] = text[i - 1] == other[j - 1] ? lengths[i - 1, j - 1] + 1 : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);
        }

        return lengths[text.Length, other.Length];
    }
}
