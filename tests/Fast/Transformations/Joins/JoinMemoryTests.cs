using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Joins;

/// <summary>What a join gives at a time is bounded by the records at hand and their own matches, however narrow the others are.</summary>
public sealed class JoinMemoryTests
{
    private const long MostBytes = 16 << 20;
    private static readonly string Wide = new('x', 200_000);

    [Fact]
    public Task Wide_record_among_narrow_ones_comes_in_parts()
    {
        var narrow = string.Concat(Enumerable.Range(1, 1000).Select(k => $$""",{"k":{{k}},"note":""}"""));

        return ShouldComeInPartsAsync($$"""[{"k":0,"note":"{{Wide}}"}{{narrow}}]""", Repeat(300, """{"k":0,"n":""}"""), made: 1300);
    }

    [Fact]
    public Task Records_that_all_match_a_wide_one_come_in_parts()
    {
        var narrow = string.Concat(Enumerable.Range(1, 1000).Select(k => $$""",{"k":{{k}},"n":""}"""));

        return ShouldComeInPartsAsync(Repeat(300, """{"k":0,"note":""}"""), $$"""[{"k":0,"n":"{{Wide}}"}{{narrow}}]""", made: 300);
    }

    [Fact]
    public Task Record_with_matches_of_which_some_are_wide_comes_in_parts()
    {
        var narrow = string.Concat(Enumerable.Repeat(""",{"k":0,"n":""}""", 1000));
        var wide = string.Concat(Enumerable.Repeat($$""",{"k":0,"n":"{{Wide}}"}""", 200));

        return ShouldComeInPartsAsync("""[{"k":0,"note":""}]""", $$"""[{"k":1,"n":""}{{narrow}}{{wide}}]""", made: 1200);
    }

    [Fact]
    public void Rows_that_are_too_much_for_a_column_are_refused()
    {
        var wide = BytesColumn.Repeat(DataType.String, new byte[1 << 20], 1);

        Should.Throw<OverflowException>(() => wide.Take(new int[1 << 12]));
        wide.Release();
    }

    private static string Repeat(int count, string record) => $"[{string.Join(',', Enumerable.Repeat(record, count))}]";

    private static async Task ShouldComeInPartsAsync(string records, string source, int made)
    {
        var inputs = new JsonInputs(new Dictionary<string, string> { ["s"] = source });
        using var input = JsonRecords.Parse(records);
        var program = Steps.Compile("""{"type":"join","primary_key":"k","join_source":"s"}""", input.Schema, inputs);
        await using var resources = StepRun.Resources(new MemoryBudget(256 << 20), inputs);
        var (parts, rows) = (0, 0);

        await foreach (var result in program.OpenChain(resources).ApplyAsync(input.Share(), CancellationToken.None))
        {
            using (result.Batch)
            {
                result.Batch.SizeInBytes.ShouldBeLessThanOrEqualTo(MostBytes);
                (parts, rows) = (parts + 1, rows + result.Batch.Count);
            }
        }

        (parts > 2, rows).ShouldBe((true, made));
    }
}
