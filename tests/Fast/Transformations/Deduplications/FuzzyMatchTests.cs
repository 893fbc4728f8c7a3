using System.Text.Json.Nodes;
using DataAggregator.Transformations.Deduplications;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Deduplications;

public sealed class FuzzyMatchTests
{
    // 2, 3 and 6 are like 1, but 6 lives elsewhere; 4 is like 3 rather than like 1.
    private const string People = """
        [{"id":1,"zip":"10115","name":"Jonathan Smith","rank":5},{"id":2,"zip":"10115","name":"Jonathan Smyth","rank":9},{"id":3,"zip":"10115","name":"Jonathn Smth","rank":null},
         {"id":4,"zip":"10115","name":"Jonatn Smt","rank":1},{"id":5,"zip":"10115","name":"Mary Jones","rank":2},{"id":6,"zip":"80331","name":"Jonathan Smith","rank":1},
         {"id":7,"zip":null,"name":"Jonathan Smith","rank":1},{"id":8,"zip":null,"name":"Jonathan Smith","rank":1},{"id":9,"zip":"10115","name":null},{"id":10,"zip":"10115","name":null}]
        """;

    [Theory]
    [InlineData("{}", "1 4 5 6 7 8 9 10")]
    [InlineData("""{"keep":"last"}""", "4 5 6 7 8 9 10 2")]
    [InlineData("""{"keep":"min","keep_field":"rank"}""", "4 5 6 7 8 9 10 1")]
    [InlineData("""{"keep":"max","keep_field":"rank"}""", "2 4 5 6 7 8 9 10")]
    [InlineData("""{"threshold":100}""", "1 2 3 4 5 6 7 8 9 10")]
    [InlineData("""{"threshold":0}""", "1 6 7 8")]
    [InlineData("""{"threshold":80}""", "1 5 6 7 8 9 10")]
    [InlineData("""{"blocking_prefix":1,"normalize":["digits_only"],"key_fields":["rank"],"threshold":100}""", "1 2 3 4 5 6 7 8 9 10")]
    [InlineData("""{"max_block_size":1}""", "1 4 5 6 7 8 9 10")]
    public void Of_records_alike_in_a_block_one_stays(string options, string expected)
    {
        var step = Step(options);

        var result = Steps.Run(step, People);

        Ids(result).ShouldBe(expected.Split(' ').Order(StringComparer.Ordinal));
        (result.Counts[0].Deduplicated, result.Counts[0].Filtered, result.Counts[0].Rejected).ShouldBe((10 - result.Counts[0].Out, 0, 0));
    }

    [Fact]
    public void Records_beyond_the_greatest_block_are_compared_with_its_first_ones_and_those_that_stay_are_counted()
    {
        var result = Steps.Run(
            """{"type":"deduplication","match":"fuzzy","blocking_fields":["b"],"key_fields":["k"],"max_block_size":2}""",
            """[{"b":1,"k":"aaaa"},{"b":1,"k":"bbbb"},{"b":1,"k":"cccc"},{"b":1,"k":"cccc"},{"b":1,"k":"bbbb"},{"b":2,"k":"cccc"},{"b":2,"k":"cccc"}]""");

        result.Records.ShouldBe("""[{"b":1,"k":"aaaa"},{"b":1,"k":"bbbb"},{"b":1,"k":"cccc"},{"b":1,"k":"cccc"},{"b":2,"k":"cccc"}]""");
        (result.Counts[0].Deduplicated, result.Counts[0].Warned).ShouldBe((2, 2));
    }

    [Theory]
    [InlineData("""{"a":"Ann","b":null}""", """{"a":"Ann"}""", true)]
    [InlineData("""{"a":"Ann","b":"x"}""", """{"a":"Ann","b":null}""", false)]
    [InlineData("""{"a":"Ann","b":"x"}""", """{"a":"Ann","b":""}""", false)]
    [InlineData("""{"a":null,"b":""}""", """{"a":null,"b":null}""", false)]
    [InlineData("""{"a":"Anna","b":"xyz"}""", """{"a":"Anna","b":"xyw"}""", true)]
    [InlineData("""{"a":"Anna","b":"xyz"}""", """{"a":"Anno","b":"xyz"}""", false)]
    [InlineData("""{"a":"ÄNNA","b":"xyz"}""", """{"a":"a\u0308nna","b":" xyz"}""", true)]
    [InlineData("""{"a":1.5,"b":"xyz"}""", """{"a":15,"b":"xyz"}""", false)]
    [InlineData("""{"a":1.5,"b":"xyz"}""", """{"a":"1.50","b":"xyz"}""", false)]
    [InlineData("""{"a":{"x":1},"b":"xyz"}""", """{"a":{"x":1},"b":"xyz"}""", true)]
    public void Weights_decide_and_missing_is_like_nothing(string first, string second, bool isDuplicate)
    {
        var result = Steps.Run(
            """{"type":"deduplication","match":"fuzzy","blocking_fields":["g"],"fields":[{"field":"a","weight":3},{"field":"b"}],"threshold":90,"normalize":["trim","case"]}""",
            $"[{Grouped(first)},{Grouped(second)}]");

        result.Counts[0].Deduplicated.ShouldBe(isDuplicate ? 1 : 0);
    }

    [Theory]
    [InlineData(nameof(SimilarityAlgorithm.Ratio))]
    [InlineData(nameof(SimilarityAlgorithm.TokenSort))]
    [InlineData(nameof(SimilarityAlgorithm.TokenSet))]
    [InlineData(nameof(SimilarityAlgorithm.JaroWinkler))]
    public void Many_records_give_what_a_loop_over_records_gives(string measure)
    {
        var (algorithm, random) = (Enum.Parse<SimilarityAlgorithm>(measure), new Random(11));
        string[] names = ["anna", "anne", "hanna", "johann", "john", "jon", "jonas", "łukasz", "lucas", "мария"];
        var people = Enumerable.Range(0, 400).Select(_ => (Zip: $"1{random.Next(6)}", Name: $"{names[random.Next(10)]} {names[random.Next(10)]}{names[random.Next(10)]}")).ToList();
        var records = people.Select((person, id) => $$"""{"id":{{id}},"zip":"{{person.Zip}}","name":"{{person.Name}}"}""").ToList();

        var result = Steps.Run(Step($$"""{"algorithm":"{{Snake(algorithm)}}","threshold":70,"keep":"last"}"""), $"[{string.Join(',', records)}]");

        var kept = new List<int>();
        for (var i = people.Count - 1; i >= 0; i--)
        {
            if (!kept.Exists(other => people[other].Zip == people[i].Zip && IsLike(algorithm, people[i].Name, people[other].Name)))
                kept.Add(i);
        }

        kept.Count.ShouldBeInRange(10, 390);
        Steps.ShouldBeJson(result.Records, $"[{string.Join(',', kept.Order().Select(id => records[id]))}]");
    }

    private static bool IsLike(SimilarityAlgorithm algorithm, string name, string other)
    {
        var plan = new FuzzyPlan([], [], algorithm, 0, 1);
        var (similarity, against) = (plan.NewSimilarity(), plan.NewSimilarity());
        var prepared = similarity.Prepare(name);
        similarity.Begin(prepared);
        return similarity.Score(prepared, against.Prepare(other), 0) >= 70 - 1e-6;
    }

    private static string Snake(SimilarityAlgorithm algorithm) => algorithm switch
    {
        SimilarityAlgorithm.TokenSort => "token_sort",
        SimilarityAlgorithm.TokenSet => "token_set",
        SimilarityAlgorithm.JaroWinkler => "jaro_winkler",
        _ => "ratio",
    };

    private static string Step(string options)
    {
        var step = JsonNode.Parse("""{"type":"deduplication","match":"fuzzy","blocking_fields":["zip"],"key_fields":["name"]}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(options)!.AsObject())
            step[name] = value?.DeepClone();
        return step.ToJsonString();
    }

    private static string Grouped(string record)
    {
        var grouped = JsonNode.Parse(record)!.AsObject();
        grouped["g"] = 1;
        return grouped.ToJsonString();
    }

    private static IEnumerable<string> Ids(StepsResult result) =>
        JsonNode.Parse(result.Records)!.AsArray().Select(record => record!["id"]!.ToString()).Order(StringComparer.Ordinal);
}
