using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Storage.RunSamples;

namespace DataAggregator.Tests.Integration.Storage;

/// <content>Plans, segments, what they sum up to, and their dead letters.</content>
public abstract partial class RunStoreConformance
{
    [Fact]
    public async Task The_first_plan_stays()
    {
        await Store.CreateAsync(Run("r1"), Token);
        (await Store.FindPlanAsync("r1", Token)).ShouldBeNull();

        var plans = await Task.WhenAll(Enumerable.Range(1, 12).Select(i => Task.Run(() => Store.SavePlanAsync("r1", Plan(i, 5), 1, Token))));

        var kept = (await Store.FindPlanAsync("r1", Token)).ShouldNotBeNull();
        plans.ShouldAllBe(plan => plan.Source.Partitions.SequenceEqual(kept.Source.Partitions));
        kept.Source.Schema.ShouldBe(Plan().Source.Schema);
        kept.OutputSchema.ShouldBe(Plan().OutputSchema);
        (kept.Source.Repeatable, kept.Staged, kept.MaxWriters).ShouldBe((true, true, 4));
        (await Store.FindAsync("r1", Token))!.Totals.Expected.ShouldBe(kept.Source.Partitions.Sum(partition => partition.Records));
    }

    [Fact]
    public async Task What_a_plan_with_an_unknown_part_expects_is_unknown()
    {
        await Store.CreateAsync(Run("r1"), Token);

        await Store.SavePlanAsync("r1", Plan(5, null), 1, Token);

        (await Store.SumSegmentsAsync("r1", Token)).Totals.Expected.ShouldBeNull();
    }

    [Fact]
    public async Task Delivered_segments_are_passed_over_and_stay_as_they_are()
    {
        await Store.CreateAsync(Run("r1"), Token);
        SegmentId Of(int partition, int ordinal) => new("r1", partition, ordinal);
        (await Store.FirstUndeliveredAsync(Of(0, 0), 2, Token)).ShouldBe(Of(0, 0));
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 9), [], 1, Token);
        (await Store.FirstUndeliveredAsync(Of(0, 0), 2, Token)).ShouldBe(Of(0, 0));

        await Store.AcknowledgeAsync(Of(0, 0), Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 3), null, 1, Token);
        (await Store.FindSegmentAsync(Of(0, 0), Token))!.Written.ShouldBe(9);
        (await Store.FirstUndeliveredAsync(Of(0, 0), 2, Token)).ShouldBe(Of(0, 1));
        await Store.SaveSegmentAsync(Segment("r1", 0, 1, 9), [], 1, Token);
        await Store.AcknowledgeAsync(Of(0, 1), Token);

        (await Store.FirstUndeliveredAsync(Of(0, 0), 2, Token)).ShouldBe(Of(1, 0));
        (await Store.FirstUndeliveredAsync(Of(0, 0), 1, Token)).ShouldBeNull();
        (await Store.FirstUndeliveredAsync(Of(1, 3), 2, Token)).ShouldBe(Of(1, 3));
    }

    [Fact]
    public async Task A_segment_saved_again_replaces_its_state_and_its_dead_letters()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, null, Step("a", 10, 8, rejected: 2)), [Rejected(0, 1), Rejected(0, 2)], 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 1, 10, Step("a", 10, 10)), [Rejected(0, 11)], 1, Token);
        var ids = (await Store.ListRejectedAsync("r1", new PageRequest(), Token)).Items.Select(letter => letter.Id).ToArray();

        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 9, Step("a", 10, 9, rejected: 1)), [Rejected(0, 7, """{"id":7}""")], 1, Token);

        var segment = (await Store.FindSegmentAsync(new SegmentId("r1", 0, 0), Token)).ShouldNotBeNull();
        segment.Written.ShouldBe(9);
        (segment.Read, segment.BytesRead, segment.Position, segment.NextOrdinal).ShouldBe((10, 100, "page=2", 5_000_000_000));
        segment.Steps.ShouldBe([Step("a", 10, 9, rejected: 1)]);
        var letters = (await Store.ListRejectedAsync("r1", new PageRequest(), Token)).Items;
        letters.Select(letter => letter.Rejected.Ordinal).ShouldBe([7L, 11L]);
        letters.Select(letter => letter.Id).ShouldBe([ids[0], ids[2]]);
        Encoding.UTF8.GetString(letters[0].Rejected.Record.Span).ShouldBe("""{"id":7}""");
        letters[0].Rejected.Errors.ShouldBe(Rejected(0, 7).Errors);
        (await Store.SumSegmentsAsync("r1", Token)).Totals.Rejected.ShouldBe(2);
    }

    [Fact]
    public async Task A_segment_saved_again_without_dead_letters_keeps_them_and_with_none_loses_them()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, null), [Rejected(0, 1)], 1, Token);

        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 9), null, 1, Token);
        (await Store.SumSegmentsAsync("r1", Token)).Totals.ShouldBe(new RunTotals { Read = 10, BytesRead = 100, Written = 9, Rejected = 1 });
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 10), [], 1, Token);

        (await Store.ListRejectedAsync("r1", new PageRequest(), Token)).Items.ShouldBeEmpty();
        (await Store.SumSegmentsAsync("r1", Token)).Totals.Rejected.ShouldBe(0);
    }

    [Fact]
    public async Task Segments_saved_at_once_and_again_are_each_counted_once()
    {
        await Store.CreateAsync(Run("r1"), Token);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() =>
            Store.SaveSegmentAsync(Segment("r1", 0, i % 10, 8, Step("a", 10, 8, rejected: 2)), [Rejected(0, i % 10), Rejected(0, 100)], 1, Token))));

        (await Store.SumSegmentsAsync("r1", Token)).Totals.ShouldBe(new RunTotals { Read = 100, BytesRead = 1000, Written = 80, Rejected = 20 });
        (await Store.ListRejectedAsync("r1", new PageRequest(), Token)).Items.Count.ShouldBe(20);
    }

    [Fact]
    public async Task Sums_keep_the_order_of_steps_and_show_in_the_run_while_it_goes_on()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.CreateAsync(Run("r2"), Token);
        await Store.SavePlanAsync("r1", Plan(20, 10), 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 6, Step("source", 10, 10), Step("a", 10, 7, filtered: 3), Step("z to a", 7, 6, deduplicated: 1)), null, 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 1, 0, null, Step("source", 10, 10), Step("a", 10, 8, filtered: 2), Step("z to a", 8, 8)), [Rejected(1, 3)], 1, Token);
        await Store.SaveSegmentAsync(Segment("r2", 0, 0, 1, Step("other", 1, 1)), null, 1, Token);

        var (totals, steps) = await Store.SumSegmentsAsync("r1", Token);

        totals.ShouldBe(new RunTotals { Read = 20, BytesRead = 200, Written = 6, Rejected = 1, Filtered = 5, Deduplicated = 1, Expected = 30 });
        steps.ShouldBe([
            Step("source", 10, 10).Plus(Step("source", 10, 10)),
            Step("a", 10, 7, filtered: 3).Plus(Step("a", 10, 8, filtered: 2)),
            Step("z to a", 7, 6, deduplicated: 1).Plus(Step("z to a", 8, 8))]);
        foreach (var run in new[] { (await Store.FindAsync("r1", Token))!, (await Store.LatestAsync(["orders"], Token))["orders"] })
            run.Totals.Read.ShouldBe(run.Id == "r1" ? 20 : 10);
        foreach (var run in new[] { (await Store.FindHeadAsync("r1", Token))!, (await Store.ListUnfinishedAsync(Token))[0] })
            (run.Id, run.Totals.Read).ShouldBe(("r1", 0));
        (await Store.FindAsync("r1", Token))!.Steps.ShouldBe(steps);
    }

    [Fact]
    public async Task Counts_of_fields_are_added_up_over_segments()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 10) with { Fields = [new("b", 1, 2)] }, [], 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 1, 10) with { Fields = [new("a", 5_000_000_000, 0), new("b", 10, 20)] }, [], 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 2, 10), [], 1, Token);

        (await Store.SumFieldsAsync("r1", Token)).ShouldBe([new("a", 5_000_000_000, 0), new("b", 11, 22)]);
        (await Store.FindSegmentAsync(new SegmentId("r1", 0, 0), Token))!.Fields.ShouldBe([new("b", 1, 2)]);
        (await Store.SumFieldsAsync("none", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_forgotten_of_a_run_counts_no_more()
    {
        await Store.CreateAsync(Run("r1"), Token);
        foreach (var partition in new[] { 0, 7, 8, 9 })
            await Store.SaveSegmentAsync(Segment("r1", partition, 0, 10), [Rejected(partition, 1)], 1, Token);

        await Store.ForgetSegmentsAsync("r1", 7, 9, 1, Token);

        (await Store.SumSegmentsAsync("r1", Token)).Totals.Rejected.ShouldBe(2);
        (await Store.FindSegmentAsync(new SegmentId("r1", 8, 0), Token)).ShouldBeNull();
        (await Store.ListRejectedAsync("r1", new PageRequest(), Token)).Items.Select(letter => letter.Rejected.Partition).ShouldBe([0, 9]);
    }

    [Fact]
    public async Task Sums_of_a_run_without_segments_are_zero()
    {
        await Store.CreateAsync(Run("r1"), Token);

        var (totals, steps) = await Store.SumSegmentsAsync("r1", Token);

        totals.ShouldBe(new RunTotals());
        steps.ShouldBeEmpty();
        await Should.ThrowAsync<KeyNotFoundException>(() => Store.SaveSegmentAsync(Segment("unknown", 0, 0, 1), null, 1, Token));
    }

    [Fact]
    public async Task Dead_letters_are_paged_in_source_order()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.SaveSegmentAsync(Segment("r1", 1, 0, 0), [Rejected(1, 0)], 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 10, 0), [Rejected(0, 210), Rejected(0, 200)], 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 9, 0), [Rejected(0, 190), Rejected(0, 190, """{"second":true}""")], 1, Token);

        List<DeadLetter> seen = [];
        string? cursor = null;
        do
        {
            var page = await Store.ListRejectedAsync("r1", new PageRequest(2, cursor), Token);
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.Select(letter => (letter.Rejected.Partition, letter.Rejected.Ordinal)).ShouldBe([(0, 190L), (0, 190L), (0, 200L), (0, 210L), (1, 0L)]);
        seen.Select(letter => letter.Id).Distinct().Count().ShouldBe(5);
        Encoding.UTF8.GetString(seen[1].Rejected.Record.Span).ShouldBe("""{"second":true}""");
        seen.ShouldAllBe(letter => letter.RunId == "r1");
    }
}
