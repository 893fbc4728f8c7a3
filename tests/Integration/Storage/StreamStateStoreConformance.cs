using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Storage.RunSamples;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>What every store of stream states promises.</summary>
public abstract class StreamStateStoreConformance : StoreConformance
{
    private protected IStreamStateStore Store => Services.GetRequiredService<IStreamStateStore>();

    private protected IRunStore Runs => Services.GetRequiredService<IRunStore>();

    [Fact]
    public async Task A_run_moves_a_state_once_and_never_back()
    {
        await Runs.CreateAsync(Run("r1"), Token);
        (await AdvanceAsync("r1", 7)).ShouldBeTrue();
        (await AdvanceAsync("r1", 9)).ShouldBeFalse();
        await Runs.CreateAsync(Run("r2"), Token);
        (await AdvanceAsync("r2", 5)).ShouldBeTrue();

        var state = (await Store.FindAsync("orders", "table", Token)).ShouldNotBeNull();
        (state.Version, state.Cursor!.Value, state.CursorField, state.RunId, state.SourceState).ShouldBe((2, "7", "id", "r2", "of r2"));
        (await Store.HistoryAsync("orders", 10, Token)).Select(change => change.RunId).ShouldBe(["r2", "r1"]);
        (await Store.ListAsync("other", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_refresh_puts_its_end_in_place_of_the_cursor()
    {
        await Runs.CreateAsync(Run("r1"), Token);
        await AdvanceAsync("r1", 7);
        await Runs.CreateAsync(Run("r2"), Token);

        await AdvanceAsync("r2", 5, anew: true);

        (await Store.FindAsync("orders", "table", Token))!.Cursor!.Value.ShouldBe("5");
    }

    [Fact]
    public async Task A_run_that_ended_or_was_taken_over_moves_nothing()
    {
        await Runs.CreateAsync(Run("r1"), Token);

        (await AdvanceAsync("r1", 7, epoch: 2)).ShouldBeFalse();
        (await AdvanceAsync("unknown", 7)).ShouldBeFalse();
        (await Store.FindAsync("orders", "table", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_user_sets_goes_before_a_run_that_was_planned_earlier()
    {
        await Runs.CreateAsync(Run("r1"), Token);
        await AdvanceAsync("r1", 7);
        await Runs.CreateAsync(Run("r2"), Token);
        var state = (await Store.FindAsync("orders", "table", Token))!;

        await Store.SetAsync([state with { Cursor = Mark(3), Author = "ada" }], 1, Token);

        (await AdvanceAsync("r2", 9, baseVersion: 1)).ShouldBeFalse();
        (await AdvanceAsync("r2", 9, baseVersion: 2)).ShouldBeTrue();
        await Should.ThrowAsync<StaleVersionException>(() => Store.SetAsync([state], 1, Token));
        (await Store.HistoryAsync("orders", 10, Token)).Select(change => (change.Version, change.Author, change.Cursor!.Value)).ShouldBe([(3, null, "9"), (2, "ada", "3"), (1, null, "7")]);
    }

    [Fact]
    public async Task Segments_tell_how_far_they_reached()
    {
        await Runs.CreateAsync(Run("r1"), Token);
        foreach (var (partition, value) in new[] { (0, 4), (1, 8), (2, 8), (3, 6) })
            await Runs.SaveSegmentAsync(Segment("r1", partition, 0, null) with { Mark = Mark(value, (UInt128)partition) }, [], 1, Token);
        await Runs.SaveSegmentAsync(Segment("r1", 4, 0, null), [], 1, Token);

        var reached = (await Store.ReachedAsync("r1", Token)).ShouldNotBeNull();

        reached.Value.ShouldBe("8");
        reached.Digests.ToArray().ShouldBe([1, 2]);
        (await Runs.FindSegmentAsync(new SegmentId("r1", 1, 0), Token))!.Mark!.Value.ShouldBe("8");
        (await Store.ReachedAsync("r2", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_run_reads_is_kept()
    {
        var reading = new RunReading { FullRefresh = true, Bounds = new CursorBounds("a", "b") };
        await Runs.CreateAsync(Run("r1") with { Reading = reading }, Token);

        (await Runs.FindAsync("r1", Token))!.Reading.ShouldBe(reading);
    }

    private static CursorMark Mark(long value, params UInt128[] keys) => CursorMark.Of(CursorValue.Of(DataType.Int64, Decimal38.FromInt64(value)), keys);

    private protected Task<bool> AdvanceAsync(string run, long value, int epoch = 1, int baseVersion = 0, bool anew = false) =>
        Store.AdvanceAsync("orders", "table", new StreamAdvance(run, epoch, "id", Mark(value), $"of {run}", baseVersion, anew), Token);
}
