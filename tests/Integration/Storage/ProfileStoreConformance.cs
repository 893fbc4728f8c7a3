using System.Text.Json;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Quality;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>What every store of profiles promises.</summary>
public abstract class ProfileStoreConformance : StoreConformance
{
    private IProfileStore Store => Services.GetRequiredService<IProfileStore>();

    private IRunStore Runs => Services.GetRequiredService<IRunStore>();

    [Fact]
    public async Task A_segment_saved_again_replaces_what_was_there_and_segments_come_in_order()
    {
        await Runs.CreateAsync(RunSamples.Run("r1"), Token);
        for (var ordinal = 69; ordinal >= 0; ordinal--)
            await Store.SaveSegmentAsync(Segment(1, ordinal, 1), Token);
        await Store.SaveSegmentAsync(Segment(0, 7, 1), Token);
        await Store.SaveSegmentAsync(Segment(0, 7, 2), Token);

        var all = new List<SegmentProfile>();
        while (await Store.ListSegmentsAsync("r1", all.LastOrDefault()?.Id, Token) is { Count: > 0 } some)
            all.AddRange(some);

        all.Select(segment => segment.Id).ShouldBe([new("r1", 0, 7), .. Enumerable.Range(0, 70).Select(ordinal => new SegmentId("r1", 1, ordinal))]);
        all[0].Profile.ShouldBe([2, 0, 255]);
        all[0].Checks.ShouldBe([new CheckCount(3, 2, "é")]);
        await Store.DeleteSegmentsAsync("r1", Token);
        (await Store.ListSegmentsAsync("r1", null, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_runs_quality_comes_back_as_it_was_saved_last()
    {
        await Runs.CreateAsync(RunSamples.Run("r1"), Token);
        await Store.SaveRunAsync(Quality("r1", 1), Token);
        await Store.SaveRunAsync(Quality("r1", 2), Token);

        var found = (await Store.FindRunAsync("r1", Token)).ShouldNotBeNull();

        JsonSerializer.Serialize(found).ShouldBe(JsonSerializer.Serialize(Quality("r1", 2)));
        (await Store.FindRunAsync("r2", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task The_runs_of_a_pipeline_that_succeeded_come_newest_first()
    {
        await SaveAsync("failed", RunStatus.Failed, 5);
        await SaveAsync("dry", RunStatus.Success, 4);
        await SaveAsync("new", RunStatus.Success, 3);
        await SaveAsync("middle", RunStatus.Warning, 2);
        await SaveAsync("old", RunStatus.Success, 1);
        await SaveAsync("other", RunStatus.Success, 1, "customers");

        (await Store.ListRunsAsync("orders", null, 10, Token)).Select(quality => quality.RunId).ShouldBe(["new", "middle", "old"]);
        (await Store.ListRunsAsync("orders", null, 1, Token)).ShouldHaveSingleItem().RunId.ShouldBe("new");
        (await Store.ListRunsAsync("orders", RunSamples.Start, 10, Token)).ShouldBeEmpty("all of them ended later");
    }

    private static SegmentProfile Segment(int partition, int ordinal, byte content) => new(new("r1", partition, ordinal), [content, 0, 255], [new(3, content, "é")]);

    private static RunQuality Quality(string run, long records, string pipeline = "orders", DateTimeOffset? at = null) => new(
        run,
        pipeline,
        at ?? RunSamples.Start,
        new RecordProfile(records, 1, [new FieldProfile { Name = "a", Type = "int64", Count = 1, Nulls = 2, Absent = 3, Sampled = 1, Distinct = 1, DistinctError = 0.5, Min = JsonSerializer.SerializeToElement(1.25m) }]),
        [new("unique a", ExpectationType.Unique, "a", ExpectationSeverity.Warning, false, "no duplicates", "1 record")]);

    private async Task SaveAsync(string id, RunStatus status, int minute, string pipeline = "orders")
    {
        var at = RunSamples.Start.AddMinutes(minute);
        await Runs.CreateAsync(RunSamples.Run(id, pipeline, at), Token);
        await Store.SaveRunAsync(Quality(id, 1, pipeline, at), Token);
        await Runs.FinishAsync(id, new RunResult(status, new RunTotals(), [], null), 1, Token);
    }
}
