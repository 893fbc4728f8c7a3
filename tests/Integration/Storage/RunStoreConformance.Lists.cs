using System.Buffers.Text;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Storage.RunSamples;

namespace DataAggregator.Tests.Integration.Storage;

/// <content>Lists of runs, and watching one.</content>
public abstract partial class RunStoreConformance
{
    [Fact]
    public async Task Latest_is_the_newest_run_of_each_pipeline_and_unfinished_are_oldest_first()
    {
        await Store.CreateAsync(Run("a1", "a", Start), Token);
        await Store.CreateAsync(Run("a2", "a", Start.AddHours(2)), Token);
        await Store.CreateAsync(Run("b1", "b", Start.AddHours(1)), Token);
        await Store.CreateAsync(Run("c1", "c", Start.AddHours(-1)), Token);
        await Store.FinishAsync("b1", new RunResult(RunStatus.Success, new RunTotals(), [], null), 1, Token);

        var latest = await Store.LatestAsync(["a", "b", "a", "unknown"], Token);

        latest.Keys.Order().ShouldBe(["a", "b"]);
        latest["a"].Id.ShouldBe("a2");
        latest["b"].Status.ShouldBe(RunStatus.Success);
        (await Store.ListUnfinishedAsync(Token)).Select(run => run.Id).ShouldBe(["c1", "a1", "a2"]);
        (await Store.LatestAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_are_newest_first_and_stable_while_runs_are_added()
    {
        // Three runs share each instant, so that pages end between runs of one instant.
        for (var i = 0; i < 30; i++)
            await Store.CreateAsync(Run($"r{i:D2}", at: Start.AddMinutes(i / 3)), Token);

        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = await Store.ListAsync(new RunQuery(new PageRequest(7, cursor)), Token);
            seen.AddRange(page.Items.Select(run => run.Id));
            await Store.CreateAsync(Run($"new{seen.Count}", at: Start.AddDays(1)), Token);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.ShouldBe(Enumerable.Range(0, 30).Reverse().Select(i => $"r{i:D2}"));
    }

    [Fact]
    public async Task Lists_are_filtered_by_pipeline_status_and_words_of_the_name()
    {
        await Store.CreateAsync(Run("r1", "a", Start), Token);
        await Store.CreateAsync(Run("r2", "100%_b", Start.AddMinutes(1)), Token);
        await Store.CreateAsync(Run("r3", "a", Start.AddMinutes(2)), Token);
        await Store.FinishAsync("r3", new RunResult(RunStatus.Warning, new RunTotals(), [], null), 1, Token);

        (await ListAsync(new RunQuery(new PageRequest(), "a"))).ShouldBe(["r3", "r1"]);
        (await ListAsync(new RunQuery(new PageRequest(), null, RunStatus.Pending))).ShouldBe(["r2", "r1"]);
        (await ListAsync(new RunQuery(new PageRequest(), "a", RunStatus.Warning))).ShouldBe(["r3"]);
        (await ListAsync(new RunQuery(new PageRequest(Query: "PIPELINE 100%_")))).ShouldBe(["r2"]);
        (await ListAsync(new RunQuery(new PageRequest(Query: "%")))).ShouldBe(["r2"]);
        (await ListAsync(new RunQuery(new PageRequest(Sort: "created_at")))).ShouldBe(["r1", "r2", "r3"]);
    }

    [Fact]
    public async Task A_page_that_cannot_be_is_refused_with_the_name_of_the_field()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.CreateAsync(Run("r2"), Token);
        var cursor = (await Store.ListAsync(new RunQuery(new PageRequest(1)), Token)).NextCursor;

        (await RefusedAsync(new PageRequest(0))).ShouldBe(["limit"]);
        (await RefusedAsync(new PageRequest(201, "?"))).ShouldBe(["limit", "cursor"]);
        (await RefusedAsync(new PageRequest(Cursor: "bm90IGpzb24"))).ShouldBe(["cursor"]);
        (await RefusedAsync(new PageRequest(Cursor: cursor, Sort: "created_at"))).ShouldBe(["cursor"]);
        (await RefusedAsync(new PageRequest(Sort: "create_at"))).ShouldBe(["sort"]);
        (await RefusedAsync(new PageRequest(Query: "a\0b"))).ShouldBe(["q"]);
        (await RefusedAsync(new PageRequest(Cursor: Forged("soon", "r1")))).ShouldBe(["cursor"]);
        (await RefusedAsync(new PageRequest(Cursor: Forged("1", "r\0")))).ShouldBe(["cursor"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watcher_sees_the_run_at_once_then_each_change_and_ends_with_it()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await using var watch = Store.WatchAsync("r1", Token).GetAsyncEnumerator(Token);

        (await NextAsync(watch)).Status.ShouldBe(RunStatus.Pending);
        await Control.BeginAsync(Beat("r1"), Token);
        (await NextAsync(watch, run => run.Status == RunStatus.Running)).ShouldNotBeNull();
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 10), null, 1, Token);
        (await NextAsync(watch, run => run.Totals.Written == 10)).ShouldNotBeNull();
        await Control.RequestCancelAsync("r1", Token);
        (await NextAsync(watch, run => run.CancelRequested)).ShouldNotBeNull();
        await Store.FinishAsync("r1", new RunResult(RunStatus.Cancelled, new RunTotals(), [], null), 1, Token);
        (await NextAsync(watch, run => run.Status == RunStatus.Cancelled)).ShouldNotBeNull();
        (await watch.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact(Timeout = 60_000)]
    public async Task Watching_what_is_over_ends_after_it_and_what_is_not_there_at_once()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.FinishAsync("r1", new RunResult(RunStatus.Success, new RunTotals(), [], null), 1, Token);

        (await CountAsync("r1")).ShouldBe(1);
        (await CountAsync("unknown")).ShouldBe(0);
    }

    protected static async Task<Run> NextAsync(IAsyncEnumerator<Run> watch, Func<Run, bool>? until = null)
    {
        while (await watch.MoveNextAsync())
        {
            if (until is null || until(watch.Current))
                return watch.Current;
        }

        throw new InvalidOperationException("The watch ended before.");
    }

    private static string Forged(string value, string id) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<string[]>(["-created_at", value, id]));

    private async Task<int> CountAsync(string id)
    {
        var count = 0;
        await foreach (var _ in Store.WatchAsync(id, Token))
            count++;
        return count;
    }

    private async Task<IEnumerable<string>> ListAsync(RunQuery query) => (await Store.ListAsync(query, Token)).Items.Select(run => run.Id);

    private async Task<IEnumerable<string>> RefusedAsync(PageRequest request) =>
        (await Should.ThrowAsync<InvalidDocumentException>(() => Store.ListAsync(new RunQuery(request), Token))).Problems.Select(problem => problem.Path);
}
