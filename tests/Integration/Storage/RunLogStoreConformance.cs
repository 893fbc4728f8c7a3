using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Logs;
using DataAggregator.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>What every store of run logs promises.</summary>
public abstract class RunLogStoreConformance : StoreOfRunConformance
{
    private IRunLogStore Store => Services.GetRequiredService<IRunLogStore>();

    [Fact]
    public async Task Lines_come_back_numbered_in_their_order_and_as_they_were()
    {
        await Store.AppendAsync("r1", [Line("a {n}", n: 1200) with { Step = "source", Partition = 3 }, Line("b")], Token);
        await Store.AppendAsync("r1", [], Token);
        await Store.AppendAsync("r1", [Line("c")], Token);

        var lines = await AllAsync();

        lines.Select(line => (line.Sequence, line.Message)).ShouldBe([(1, "a 1,200"), (2, "b"), (3, "c")]);
        (lines[0].Step, lines[0].Partition, lines[0].Event, lines[0].Level, lines[0].At).ShouldBe(("source", 3, "said", RunLogLevel.Info, RunSamples.Start));
        (lines[1].Step, lines[1].Partition).ShouldBe((null, null));
    }

    [Fact]
    public async Task Lines_are_found_by_level_step_text_and_place()
    {
        await Store.AppendAsync("r1", [Line("100% done") with { Level = RunLogLevel.Debug }, Line("half") with { Step = "source" }, Line("bad", RunLogLevel.Error)], Token);

        (await FindAsync(new(new PageRequest(), RunLogLevel.Info))).ShouldBe(["half", "bad"]);
        (await FindAsync(new(new PageRequest(), Step: "source"))).ShouldBe(["half"]);
        (await FindAsync(new(new PageRequest(Query: "0% D")))).ShouldBe(["100% done"]);
        (await FindAsync(new(new PageRequest(), After: 2))).ShouldBe(["bad"]);
        var first = await Store.ListAsync("r1", new(new PageRequest(2)), Token);
        (await FindAsync(new(new PageRequest(2, first.NextCursor)))).ShouldBe(["bad"]);
        await Should.ThrowAsync<InvalidDocumentException>(() => FindAsync(new(new PageRequest(2, "x"))));
    }

    [Fact]
    public async Task A_full_log_says_so_once()
    {
        await Store.AppendAsync("r1", [.. Enumerable.Range(0, IRunLogStore.MaxLines - 1).Select(_ => Line("x"))], Token);
        await Store.AppendAsync("r1", [Line("last"), Line("too many")], Token);
        await Store.AppendAsync("r1", [Line("far too many")], Token);

        (await FindAsync(new(new PageRequest(), After: IRunLogStore.MaxLines - 1))).ShouldBe(["last", "The log of a run has 10000 lines at most; what follows is not kept."]);
    }

    [Fact]
    public async Task Of_lines_written_at_once_none_is_lost_and_none_has_the_number_of_another()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => Store.AppendAsync("r1", [Line($"{writer} a"), Line($"{writer} b")], Token))));

        (await AllAsync()).Select(line => line.Sequence).ShouldBe(Enumerable.Range(1, 16).Select(number => (long)number));
    }

    private static RunLogLine Line(string template, RunLogLevel level = RunLogLevel.Info, int n = 0) => new(RunSamples.Start, level, "said", template, JsonSerializer.SerializeToElement(new { n }));

    private async Task<IReadOnlyList<RunLogLine>> AllAsync() => (await Store.ListAsync("r1", new(new PageRequest(200)), Token)).Items;

    private async Task<List<string>> FindAsync(RunLogQuery query) => [.. (await Store.ListAsync("r1", query, Token)).Items.Select(line => line.Message)];
}
