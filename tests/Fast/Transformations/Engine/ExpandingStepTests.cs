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

    private static string Expected(int first = 0, int parts = Parts) =>
        $"[{string.Join(',', Enumerable.Range(0, Records).SelectMany(id => Enumerable.Range(first, parts - first).Select(n => $$"""{"id":{{id}},"n":{{n}}}""")))}]";
}
