using System.Text.Json;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;
using DataAggregator.Core.Schedules;
using DataAggregator.Core.Storage;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>What follows from the end of a run, decided by two hosts on one database.</summary>
public sealed class PostgreSqlRunEndStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private ServiceProvider one = null!;
    private ServiceProvider other = null!;
    private string pipeline = "";

    public async Task InitializeAsync()
    {
        var database = await postgres.CreateDatabaseAsync(Token);
        one = await PostgreSqlTestServices.ConnectAsync(database);
        other = await PostgreSqlTestServices.ConnectAsync(database);
        var draft = new PipelineDraft("orders", JsonSerializer.SerializeToElement(new { name = "orders" }), true, "tests");
        pipeline = (await one.GetRequiredService<IPipelineStore>().CreateAsync(draft, Token)).Id;
    }

    [Fact]
    public async Task An_end_is_kept_with_the_run_until_one_host_has_settled_it()
    {
        var upstream = await EndedAsync("up");
        var end = (await one.GetRequiredService<IRunEndStore>().ListAsync(10, Token)).ShouldHaveSingleItem();
        WantedRun[] wanted = [Wanted("next", RunOverlap.Queue)];

        var outcomes = await Task.WhenAll(Hosts().Select(host => host.GetRequiredService<IRunEndStore>().SettleAsync(end, upstream, wanted, [], Token)));

        outcomes.SelectMany(outcome => outcome.Started).ShouldHaveSingleItem().Id.ShouldBe("next");
        (await one.GetRequiredService<IRunEndStore>().ListAsync(10, Token)).ShouldBeEmpty();
        (await RunsAsync()).ShouldBe(["next pending"]);
    }

    [Fact]
    public async Task Of_several_dependencies_each_has_to_end_once()
    {
        var ends = one.GetRequiredService<IRunEndStore>();
        var outcomes = new List<RunEndOutcome>();
        foreach (var (id, upstreamPipeline) in new[] { ("a1", "a"), ("a2", "a"), ("b1", "b"), ("b2", "b"), ("a3", "a") })
        {
            var run = await EndedAsync(id, upstreamPipeline);
            outcomes.Add(await ends.SettleAsync(new RunEnd(id, 1, DateTimeOffset.UtcNow), run, [Wanted($"after {id}", RunOverlap.Parallel) with { Upstreams = ["a", "b"] }], [], Token));
        }

        outcomes.SelectMany(outcome => outcome.Started).Select(run => run.Id).ShouldBe(["after b1", "after a3"]);
    }

    [Theory]
    [InlineData(RunOverlap.Queue, "1 pending", "2 pending queued")]
    [InlineData(RunOverlap.Skip, "1 pending")]
    [InlineData(RunOverlap.Parallel, "1 pending", "2 pending", "3 pending")]
    [InlineData(RunOverlap.CancelPrevious, "1 pending cancelled", "2 cancelled cancelled", "3 pending queued")]
    public async Task Runs_that_would_overlap_follow_the_policy(RunOverlap overlap, params string[] expected)
    {
        foreach (var id in new[] { "1", "2", "3" })
            await one.GetRequiredService<IRunAdmissionStore>().AdmitAsync(Wanted(id, overlap), Token);

        (await RunsAsync()).ShouldBe(expected);
        (await one.GetRequiredService<IRunEndStore>().ListAsync(10, Token)).Select(end => end.RunId).ShouldBe(overlap == RunOverlap.CancelPrevious ? ["2"] : []);
    }

    [Fact]
    public async Task The_run_that_waits_begins_when_the_one_before_has_ended()
    {
        var admission = one.GetRequiredService<IRunAdmissionStore>();
        var first = (await admission.AdmitAsync(Wanted("1", RunOverlap.Queue), Token)).Started.ShouldHaveSingleItem();
        (await admission.AdmitAsync(Wanted("2", RunOverlap.Queue), Token)).Started.ShouldBeEmpty();
        (await admission.ReleaseAsync(Token)).ShouldBeEmpty();

        await FinishAsync(first.Id);
        var released = await Task.WhenAll(Hosts().Select(host => host.GetRequiredService<IRunAdmissionStore>().ReleaseAsync(Token)));

        released.SelectMany(runs => runs).ShouldHaveSingleItem().Id.ShouldBe("2");
        (await RunsAsync()).ShouldBe(["1 success", "2 pending"]);
    }

    [Fact]
    public async Task Hosts_that_start_at_once_leave_one_at_work_and_one_waiting()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Hosts()[i % 2].GetRequiredService<IRunAdmissionStore>().AdmitAsync(Wanted($"{i}", RunOverlap.Queue), Token)));

        var runs = await RunsAsync();
        runs.Count.ShouldBe(2);
        runs.Count(run => run.EndsWith("queued", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_waits_is_cancelled_at_once()
    {
        var admission = one.GetRequiredService<IRunAdmissionStore>();
        await admission.AdmitAsync(Wanted("1", RunOverlap.Queue), Token);
        await admission.AdmitAsync(Wanted("2", RunOverlap.Queue), Token);

        (await one.GetRequiredService<IRunControlStore>().RequestCancelAsync("2", Token)).ShouldBeTrue();

        (await RunsAsync()).ShouldBe(["1 pending", "2 cancelled cancelled"]);
        // It has ended without any worker: whoever wants to hear of it still has to.
        (await one.GetRequiredService<IRunEndStore>().ListAsync(10, Token)).ShouldHaveSingleItem().RunId.ShouldBe("2");
    }

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await other.DisposeAsync();
    }

    private ServiceProvider[] Hosts() => [one, other];

    private WantedRun Wanted(string id, RunOverlap overlap) => new(RunSamples.Run(id, pipeline) with { DryRun = false }, overlap);

    private async Task<Run> EndedAsync(string id, string of = "upstream")
    {
        await one.GetRequiredService<IRunStore>().CreateAsync(RunSamples.Run(id, of), Token);
        await FinishAsync(id);
        return (await one.GetRequiredService<IRunStore>().FindAsync(id, Token))!;
    }

    private async Task FinishAsync(string id) =>
        (await one.GetRequiredService<IRunStore>().FinishAsync(id, new RunResult(RunStatus.Success, new RunTotals(), [], null), 1, Token)).ShouldBeTrue();

    private async Task<IReadOnlyList<string>> RunsAsync()
    {
        var runs = await other.GetRequiredService<IRunStore>().ListAsync(new RunQuery(new PageRequest(), pipeline), Token);
        return [.. runs.Items.Select(run => $"{run.Id} {run.Status.ToWord()}{(run.CancelRequested ? " cancelled" : "")}{(run.Queued ? " queued" : "")}").Order(StringComparer.Ordinal)];
    }
}
