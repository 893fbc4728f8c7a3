using System.Text;
using System.Text.Json.Nodes;
using DataAggregator.Transformations.Deduplications;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Deduplications;

public sealed class KeyNormalizerTests
{
    [Theory]
    [InlineData("", "  A  b ", "  A  b ")]
    [InlineData("Trim", "\t A  b\u00a0", "A  b")]
    [InlineData("Case", "STRASSE Σίσυφος ΣΊΣΥΦΟΣ", "strasse σίσυφοσ σίσυφοσ")]
    [InlineData("Whitespace", " a \t\u2003 b\n", " a b ")]
    [InlineData("Whitespace Trim", " a \t\u2003 b\n", "a b")]
    [InlineData("Punctuation", "O'Neil, Jean-Luc & Co. €5 😀", "ONeil JeanLuc  Co 5 ")]
    [InlineData("Trim Punctuation Whitespace", "- a & b -", "a b")]
    [InlineData("Accents", "Crème brûlée, Straße, ẞ, Łódź, Øre, Ærø, naïve", "Creme brulee, Strasse, SS, Lodz, Ore, AEro, naive")]
    [InlineData("Accents", "Ελλάδα Йод हिन्दी", "Ελλαδα Иод हिन्दी")]
    [InlineData("DigitsOnly", "+49 (0)30 / 12-34", "490301234")]
    [InlineData("DigitsOnly", "٠١٢ x ३", "0123")]
    [InlineData("DigitsOnly", "n/a", "")]
    [InlineData("Trim", "e\u0301 \ufffe", "e\u0301 \ufffe")]
    [InlineData("Trim", "e\u0301", "\u00e9")]
    [InlineData("Case Accents Punctuation Trim", " DUPONT, Éric ", "dupont eric")]
    public void Frees_a_text_of_what_does_not_count(string normalizations, string text, string expected)
    {
        var listed = normalizations.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<KeyNormalization>).ToList();

        new KeyNormalizer(listed).Apply(Encoding.UTF8.GetBytes(text)).ToString().ShouldBe(expected);
        new KeyNormalizer([.. Enumerable.Reverse(listed)]).Apply(Encoding.UTF8.GetBytes(text)).ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("""["trim","case"]""", "1 3 4 6 7 8")]
    [InlineData("""["digits_only"]""", "1 2 3 4 5 6 7")]
    [InlineData("""["trim","case","accents"]""", "1 3 4 7 8")]
    public void Keys_are_compared_normalised_and_records_stay_as_they_are(string normalize, string expected)
    {
        const string Records = """[{"id":1,"k":" Ann"},{"id":2,"k":"ANN "},{"id":3,"k":5},{"id":4,"k":"5"},{"id":5,"k":"ann"},{"id":6,"k":"Änn"},{"id":7},{"id":8,"k":"5."}]""";

        var result = Steps.Run($$"""{"type":"deduplication","key_fields":["k"],"normalize":{{normalize}}}""", Records);

        var kept = expected.Split(' ').Select(id => JsonNode.Parse(Records)!.AsArray().Single(record => record!["id"]!.ToString() == id)!.ToJsonString());
        Steps.ShouldBeJson(result.Records, $"[{string.Join(',', kept)}]");
        result.Counts[0].Deduplicated.ShouldBe(8 - result.Counts[0].Out);
    }
}
