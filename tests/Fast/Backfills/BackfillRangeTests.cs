using DataAggregator.Core.Backfills;
using DataAggregator.Core.Configuration;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Backfills;

public sealed class BackfillRangeTests
{
    [Theory]
    [InlineData("2025-01-01", "2025-01-08", "3d", "2025-01-01..2025-01-04 2025-01-04..2025-01-07 2025-01-07..2025-01-08")]
    [InlineData("2025-01-31", "2025-04-30", "1mo", "2025-01-31..2025-02-28 2025-02-28..2025-03-31 2025-03-31..2025-04-30")]
    [InlineData("1", "10", "4", "1..5 5..9 9..10")]
    public void A_range_is_cut_from_its_start(string from, string to, string step, string chunks) =>
        string.Join(' ', BackfillRange.Split(from, to, step, []).Select(bounds => $"{bounds.From}..{bounds.To}")).ShouldBe(chunks);

    [Theory]
    [InlineData("1", "10", "soon", "$.step")]
    [InlineData("1", "10", "0", "$.step")]
    [InlineData("1", "10", "1d", "$.from")]
    [InlineData("10", "10", "1", "$.to")]
    [InlineData("2025-02-01", "2025-01-01", "1d", "$.to")]
    public void What_cannot_be_cut_is_told_with_its_path(string from, string to, string step, string path)
    {
        var problems = new Problems();

        BackfillRange.Split(from, to, step, problems).ShouldBeEmpty();

        problems.ShouldHaveSingleItem().Path.ShouldBe(path);
    }

    [Theory]
    [InlineData(BackfillRange.MaxChunks, 0)]
    [InlineData(BackfillRange.MaxChunks + 1, 1)]
    public void There_are_so_many_chunks_and_no_more(int count, int expected)
    {
        var problems = new Problems();

        var chunks = BackfillRange.Split("0", $"{count}", "1", problems);

        chunks.Count.ShouldBe(expected == 0 ? count : 0);
        problems.Count(problem => problem.Path == "$.step").ShouldBe(expected);
    }
}
