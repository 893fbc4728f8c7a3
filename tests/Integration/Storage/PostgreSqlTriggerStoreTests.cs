using System.Text.Json;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;
using DataAggregator.Core.Schedules;
using DataAggregator.Core.Triggers;
using DataAggregator.Storage.PostgreSql;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>Triggers that two hosts fire on one database.</summary>
public sealed class PostgreSqlTriggerStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private readonly SetTime time = new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
    private string database = "";
    private ServiceProvider one = null!;
    private ServiceProvider other = null!;
    private Pipeline pipeline = null!;

    private ITriggerStore Triggers => one.GetRequiredService<ITriggerStore>();

    private IFileWatchStore Files => one.GetRequiredService<IFileWatchStore>();

    private IPipelineStore Pipelines => one.GetRequiredService<IPipelineStore>();

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync(Token);
        one = await PostgreSqlTestServices.ConnectAsync(database, time);
        other = await PostgreSqlTestServices.ConnectAsync(database, time);
        pipeline = await Pipelines.CreateAsync(Draft(new { type = "Webhook", name = "shop" }, new { type = "file", path = "inbox" }), Token);
    }

    [Fact]
    public async Task Two_hosts_start_one_run_for_an_event()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? one : other).GetRequiredService<ITriggerStore>().FireAsync(Fired("one", RunOverlap.Parallel), Token)));

        var started = outcomes.Single(outcome => outcome.Result == FiringResult.Started);
        started.Follows.Started.ShouldHaveSingleItem().Id.ShouldBe(started.RunId);
        outcomes.Where(outcome => outcome != started).ShouldAllBe(outcome => outcome.Result == FiringResult.Repeated && outcome.RunId == started.RunId);
        (await Triggers.ListAsync(pipeline.Id, Token))[0].RunId.ShouldBe(started.RunId);
    }

    [Fact]
    public async Task What_was_left_out_stays_so_when_it_is_told_again()
    {
        (await Triggers.FireAsync(Fired("one", RunOverlap.Skip), Token)).Result.ShouldBe(FiringResult.Started);
        (await Triggers.FireAsync(Fired("two", RunOverlap.Skip), Token)).ShouldBe(new FiringOutcome(FiringResult.Skipped, null, RunEndOutcome.None));
        await one.GetRequiredService<IRunStore>().FinishAsync((await Triggers.FireAsync(Fired("one", RunOverlap.Skip), Token)).RunId!, new RunResult(RunStatus.Success, new RunTotals(), [], null), 1, Token);

        (await Triggers.FireAsync(Fired("two", RunOverlap.Skip), Token)).Result.ShouldBe(FiringResult.Repeated);
        (await Triggers.FireAsync(Fired("three", RunOverlap.Skip), Token)).Result.ShouldBe(FiringResult.Started);
    }

    [Fact]
    public async Task Many_wait_in_order_and_too_many_are_told_to_come_again()
    {
        var first = await Triggers.FireAsync(Fired("first", RunOverlap.Queue), Token);
        var second = await Triggers.FireAsync(Fired("second", RunOverlap.Queue), Token);
        var third = await Triggers.FireAsync(Fired("third", RunOverlap.Queue), Token);
        (first.Result, second.Result, third.Result).ShouldBe((FiringResult.Started, FiringResult.Queued, FiringResult.Queued));

        await one.GetRequiredService<IRunStore>().FinishAsync(first.RunId!, new RunResult(RunStatus.Success, new RunTotals(), [], null), 1, Token);
        var late = await Triggers.FireAsync(Fired("late", RunOverlap.Queue), Token);
        late.Result.ShouldBe(FiringResult.Queued, "it does not overtake those that wait");
        (await one.GetRequiredService<IRunAdmissionStore>().ReleaseAsync(Token)).ShouldHaveSingleItem().Id.ShouldBe(second.RunId);

        await Database.ExecuteAsync(database, "UPDATE dataaggregator.runs SET queued = true");
        for (var n = 0; n < 997; n++)
            (await Triggers.FireAsync(Fired($"{n}", RunOverlap.Queue), Token)).Result.ShouldBe(FiringResult.Queued);
        (await Triggers.FireAsync(Fired("beyond", RunOverlap.Queue), Token)).Result.ShouldBe(FiringResult.Full);
        await Database.ExecuteAsync(database, "UPDATE dataaggregator.runs SET queued = false");
        (await Triggers.FireAsync(Fired("beyond", RunOverlap.Queue), Token)).Result.ShouldBe(FiringResult.Queued);
    }

    [Fact]
    public async Task A_paused_trigger_takes_nothing_and_keeps_its_token_until_it_is_gone()
    {
        var token = HookToken.Create();
        (await Triggers.SetTokenAsync(pipeline.Id, "shop", token, "ada", Token)).ShouldBeTrue();
        (await Triggers.SetTokenAsync(pipeline.Id, "file", HookToken.Create(), "ada", Token)).ShouldBeFalse("it is no webhook");

        await Pipelines.UpdateAsync(pipeline.Id, Draft(new { type = "webhook", name = "shop", enabled = false }), null, Token);
        (await Triggers.FireAsync(Fired("one", RunOverlap.Parallel), Token)).Result.ShouldBe(FiringResult.Paused);
        (await Triggers.FindWebhookAsync(HookToken.Of(token.Reveal()), Token)).ShouldBe(new Webhook(pipeline.Id, "shop"));
        await Pipelines.UpdateAsync(pipeline.Id, Draft(new { type = "webhook", name = "shop" }), null, Token);
        (await Triggers.FireAsync(Fired("one", RunOverlap.Parallel), Token)).Result.ShouldBe(FiringResult.Started);

        await Pipelines.UpdateAsync(pipeline.Id, Draft(new { type = "webhook", name = "other" }), null, Token);
        await Pipelines.UpdateAsync(pipeline.Id, Draft(new { type = "webhook", name = "shop" }), null, Token);
        (await Triggers.FindWebhookAsync(token, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Requests_are_counted_by_the_minute()
    {
        var webhook = new Webhook(pipeline.Id, "shop");
        (await Triggers.CountRequestAsync(webhook, 2, Token)).ShouldBeTrue();
        (await other.GetRequiredService<ITriggerStore>().CountRequestAsync(webhook, 2, Token)).ShouldBeTrue();
        (await Triggers.CountRequestAsync(webhook, 2, Token)).ShouldBeFalse();
        time.Now = time.Now.AddMinutes(1);
        (await Triggers.CountRequestAsync(webhook, 2, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Files_are_looked_at_by_one_host_and_known_as_long_as_the_path_is_the_same()
    {
        var watch = (await Files.ClaimDueAsync(Token)).ShouldHaveSingleItem();
        (await other.GetRequiredService<IFileWatchStore>().ClaimDueAsync(Token)).ShouldBeEmpty();
        (await Files.ReadAsync(watch, Token)).ShouldBeNull();
        (await Files.SaveAsync(watch, [new KnownFile("/a", "1", time.Now, null), new KnownFile("/b", "1", time.Now, "1")], Token)).ShouldBeTrue();
        await Files.SetDoneAsync(watch, new SeenFile("/a", 1, 2), Token);
        (await Files.ReadAsync(watch, Token))!.Values.Select(file => (file.Path, file.Done)).ShouldBe([("/a", "1-2"), ("/b", "1")], ignoreOrder: true);

        await Pipelines.UpdateAsync(pipeline.Id, Draft(new { type = "file", path = "inbox", poll_seconds = 30 }) with { Enabled = false }, null, Token);
        (await Files.ClaimDueAsync(Token)).ShouldBeEmpty();
        await Pipelines.UpdateAsync(pipeline.Id, Draft(new { type = "file", path = "inbox" }), null, Token);
        var again = (await Files.ClaimDueAsync(Token)).ShouldHaveSingleItem();
        (await Files.ReadAsync(again, Token))!.Count.ShouldBe(2);
        await Files.SetNextAsync(again, time.Now.AddSeconds(10), null, Token);
        time.Now = time.Now.AddSeconds(10);
        (await Files.ClaimDueAsync(Token)).Count.ShouldBe(1);

        await Pipelines.UpdateAsync(pipeline.Id, Draft(new { type = "file", path = "elsewhere" }), null, Token);
        (await Files.SaveAsync(again, [], Token)).ShouldBeFalse("it was changed since");
        (await Files.ReadAsync((await Files.ClaimDueAsync(Token))[0], Token)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_told_long_ago_is_forgotten()
    {
        await Triggers.FireAsync(Fired("one", RunOverlap.Parallel), Token);
        time.Now = time.Now.AddDays(29);
        await Triggers.ForgetOldAsync(Token);
        (await Triggers.FireAsync(Fired("one", RunOverlap.Parallel), Token)).Result.ShouldBe(FiringResult.Repeated);
        time.Now = time.Now.AddDays(2);
        await Triggers.ForgetOldAsync(Token);
        (await Database.ScalarAsync<long>(database, "SELECT count(*) FROM dataaggregator.trigger_events")).ShouldBe(0);
    }

    [Fact]
    public async Task Triggers_of_an_earlier_version_are_taken_over()
    {
        await Pipelines.CreateAsync(new PipelineDraft("odd", JsonSerializer.SerializeToElement(new { name = "odd", triggers = new object[] { "x", new { type = "webhook", parameters = new { a = "\0" } } } }), true, "tests"), Token);
        await Pipelines.CreateAsync(new PipelineDraft("none", JsonSerializer.SerializeToElement(new { name = "none" }), true, "tests"), Token);
        await Database.ExecuteAsync(database, "SET search_path = dataaggregator; DROP TABLE watched_files, trigger_events, pipeline_triggers; DELETE FROM migrations WHERE name = '0021_triggers'");

        await one.GetRequiredService<PostgreSqlMigrator>().MigrateAsync(Token);

        (await Triggers.ListAsync(pipeline.Id, Token)).Select(trigger => (trigger.Key, trigger.Type, trigger.IsActive)).ShouldBe([("shop", "webhook", true), ("file", "file", true)]);
        time.Now = DateTimeOffset.UtcNow.AddMinutes(1);
        (await Files.ClaimDueAsync(Token)).ShouldHaveSingleItem().Key.ShouldBe("file");
    }

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await other.DisposeAsync();
    }

    private static PipelineDraft Draft(params object[] triggers) => new("orders", JsonSerializer.SerializeToElement(new { name = "orders", triggers }), true, "tests");

    private Firing Fired(string eventId, RunOverlap overlap)
    {
        time.Now = time.Now.AddMilliseconds(1);
        var run = RunSamples.Run(Guid.NewGuid().ToString("N"), pipeline.Id, key: $"webhook {eventId}") with { CreatedAt = time.Now };
        return new(new WantedRun(run, overlap) { IsPatient = true, TriggerKey = "shop" }, eventId);
    }
}
