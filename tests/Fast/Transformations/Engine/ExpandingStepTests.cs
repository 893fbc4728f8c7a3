using System.Text.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Engine;

/// <summary>Steps that make far more of a batch than came in give it in parts, each of whole records, and all of them together what one would be.</summary>
public sealed class ExpandingStepTests
{
    private const int Records = 5;
    private const int Parts = 100;

    // Each record would repeat 10 MB.
    private static readonly string Note = new('x', 100_000);

    [Fact]
    public void Splitting_gives_its_records_in_parts()
    {
        var items = string.Join(',', Enumerable.Range(0, Parts));
        var records = string.Join(',', Enumerable.Range(0, Records).Select(id => $$"""{"id":{{id}},"note":"{{Note}}","items":[{{items}}]}"""));

        var result = Steps.Run(
            """[{"type":"record_splitting","field_name":"items","target_field":"n"},{"type":"field_removal","field_names":["note"]},{"type":"field_validation","field_name":"n","validation_type":"number_range","parameters":{"min":1}}]""",
            $"[{records}]");

        result.Batches.ShouldBe(Records);
        result.Records.ShouldBe(Expected(first: 1));
        result.Rejected.Select(rejected => rejected.Ordinal).ShouldBe(Enumerable.Range(100, Records).Select(ordinal => (long)ordinal));
    }

    [Theory]
    [InlineData(Parts, Records)]
    [InlineData(1, 1)]
    public void Join_with_many_matches_gives_its_records_in_parts(int matches, int batches)
    {
        var inputs = new Dictionary<string, string> { ["s"] = $"[{string.Join(',', Enumerable.Range(0, matches).Select(n => $$"""{"k":1,"n":{{n}}}"""))}]" };
        var records = string.Join(',', Enumerable.Range(0, Records).Select(id => $$"""{"id":{{id}},"note":"{{Note}}","k":1}"""));

        var result = Steps.Run("""[{"type":"join","primary_key":"k","join_source":"s"},{"type":"field_removal","field_names":["note","k"]}]""", $"[{records}]", inputs);

        result.Batches.ShouldBe(batches);
        result.Records.ShouldBe(Expected(parts: matches));
    }

    [Fact]
    public void One_record_with_many_matches_is_given_in_parts()
    {
        const int Matches = 500;
        var inputs = new Dictionary<string, string> { ["s"] = $"[{string.Join(',', Enumerable.Range(0, Matches).Select(n => $$"""{"k":1,"n":{{n}}}"""))}]" };
        var steps = """[{"type":"join","primary_key":"k","join_source":"s"},{"type":"field_removal","field_names":["note","k"]}]""";

        var result = Steps.Run(steps, $$"""[{"id":0,"note":"{{Note}}","k":1},{"id":1,"note":"","k":2}]""", inputs);

        // Of the 50 MB, 16 at most at a time.
        result.Batches.ShouldBeGreaterThan(2);
        result.Records.ShouldBe($"{Expected(parts: Matches, records: 1)[..^1]},{{\"id\":1,\"n\":null}}]");
        result.Counts[0].In.ShouldBe(2);
        result.Counts[0].Added.ShouldBe(Matches - 1);
    }

    [Theory]
    [InlineData("then", 1)]
    [InlineData("else", 2)]
    public void Splitting_in_a_branch_gives_its_records_in_parts(string branch, int matching)
    {
        var items = string.Join(',', Enumerable.Range(0, Parts));
        var records = string.Join(',', Enumerable.Range(0, Records).Select(id => $$"""{"id":{{id}},"note":"{{Note}}","k":1,"items":[{{items}}]}"""));
        var other = branch == "then" ? "else" : "then";

        var result = Steps.Run(
            $$"""[{"type":"conditional","condition":{"field":"k","operator":"equals","value":{{matching}}},"{{branch}}":[{"type":"record_splitting","field_name":"items","target_field":"n"}],"{{other}}":[{"type":"record_splitting","field_name":"items","target_field":"n"}]},{"type":"field_removal","field_names":["note","k"]}]""",
            $"[{records}]");

        result.Batches.ShouldBe(Records);
        result.Records.ShouldBe(Expected());
        result.Counts[0].In.ShouldBe(Records);
        result.Counts[0].Added.ShouldBe((Parts - 1) * Records);
    }

    [Fact]
    public void One_record_that_is_split_twice_in_a_branch_is_given_in_parts()
    {
        var pairs = string.Join(',', Enumerable.Repeat("[0,1,2,3,4]", Parts));

        var result = Steps.Run(
            """[{"type":"conditional","condition":{"field":"id","operator":"equals","value":0},"then":[{"type":"record_splitting","field_name":"items"},{"type":"record_splitting","field_name":"items","target_field":"n"},{"type":"record_filter","condition":{"field":"n","operator":"not_equals","value":4}},{"type":"field_validation","field_name":"n","validation_type":"number_range","parameters":{"min":1}}],"else":[]},{"type":"field_addition","field_name":"uuid","value":"uuid"},{"type":"field_removal","field_names":["note"]}]""",
            $$"""[{"id":0,"note":"{{Note}}","items":[{{pairs}}]},{"id":1,"note":"","items":[]}]""");

        result.Batches.ShouldBeGreaterThan(3);
        var records = JsonDocument.Parse(result.Records).RootElement.EnumerateArray().ToList();
        records.SkipLast(1).Select(record => record.GetProperty("n").GetInt32()).ShouldBe(Enumerable.Repeat(new[] { 1, 2, 3 }, Parts).SelectMany(n => n));
        records.Select(record => record.GetProperty("uuid").GetString()).Distinct().Count().ShouldBe((3 * Parts) + 1);
        (result.Counts[0].In, result.Counts[0].Filtered, result.Counts[0].Rejected).ShouldBe((2, Parts, Parts));
        result.Rejected.ShouldAllBe(rejected => rejected.Ordinal == 100);
    }

    [Fact]
    public void Records_of_one_that_came_in_parts_are_told_apart()
    {
        var pairs = string.Join(',', Enumerable.Repeat("[0,1,2,3,4]", Parts));

        var result = Steps.Run(
            """[{"type":"record_splitting","field_name":"items"},{"type":"record_splitting","field_name":"items","target_field":"n"},{"type":"field_addition","field_name":"uuid","value":"uuid"},{"type":"field_removal","field_names":["note"]}]""",
            $$"""[{"id":0,"note":"{{Note}}","items":[{{pairs}}]}]""");

        result.Batches.ShouldBeGreaterThan(3);
        JsonDocument.Parse(result.Records).RootElement.EnumerateArray().Select(record => record.GetProperty("uuid").GetString()).Distinct().Count().ShouldBe(5 * Parts);
    }

    private static string Expected(int first = 0, int parts = Parts, int records = Records) =>
        $"[{string.Join(',', Enumerable.Range(0, records).SelectMany(id => Enumerable.Range(first, parts - first).Select(n => $$"""{"id":{{id}},"n":{{n}}}""")))}]";
}
