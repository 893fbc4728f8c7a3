using System.Text.Json;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;
using DataAggregator.Core.Schedules;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>Schedules that two hosts carry out on one database.</summary>
public sealed class PostgreSqlScheduleStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private readonly SetTime time = new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
    private ServiceProvider one = null!;
    private ServiceProvider other = null!;
    private Pipeline pipeline = null!;

    private IScheduleStore Schedules => one.GetRequiredService<IScheduleStore>();

    private IPipelineStore Pipelines => one.GetRequiredService<IPipelineStore>();

    public async Task InitializeAsync()
    {
        var database = await postgres.CreateDatabaseAsync(Token);
        one = await PostgreSqlTestServices.ConnectAsync(database, time);
        other = await PostgreSqlTestServices.ConnectAsync(database, time);
        pipeline = await Pipelines.CreateAsync(Draft("@hourly"), Token);
    }

    [Fact]
    public async Task Two_hosts_start_one_run_for_an_instant()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? one : other).GetRequiredService<IScheduleStore>().DecideAsync(Wanted(13, RunOverlap.Parallel), false, Token)));

        outcomes.SelectMany(outcome => outcome!.Started).ShouldHaveSingleItem().LogicalTime.Hour.ShouldBe(13);
        (await Schedules.ListAsync(Token)).ShouldHaveSingleItem().DecidedUntil.Hour.ShouldBe(13);
    }

    [Fact]
    public async Task An_instant_that_was_left_out_stays_so_when_its_reason_is_gone()
    {
        var first = (await Schedules.DecideAsync(Wanted(13, RunOverlap.Skip), false, Token))!.Started.ShouldHaveSingleItem();
        (await Schedules.DecideAsync(Wanted(14, RunOverlap.Skip), false, Token)).ShouldBe(RunEndOutcome.None);
        await one.GetRequiredService<IRunStore>().FinishAsync(first.Id, new RunResult(RunStatus.Success, new RunTotals(), [], null), 1, Token);

        (await other.GetRequiredService<IScheduleStore>().DecideAsync(Wanted(14, RunOverlap.Skip), false, Token)).ShouldBe(RunEndOutcome.None);
    }

    [Fact]
    public async Task An_instant_that_has_to_be_made_up_for_stays_due_until_it_can_wait()
    {
        (await Schedules.DecideAsync(Wanted(13, RunOverlap.Queue), true, Token))!.Started.Count.ShouldBe(1);
        (await Schedules.DecideAsync(Wanted(14, RunOverlap.Queue), true, Token)).ShouldNotBeNull();

        (await Schedules.DecideAsync(Wanted(15, RunOverlap.Queue), true, Token)).ShouldBeNull();
        (await Schedules.ListAsync(Token))[0].DecidedUntil.Hour.ShouldBe(14);
    }

    [Fact]
    public async Task A_schedule_is_looked_at_when_it_is_due_and_saving_keeps_how_far_it_is()
    {
        (await Schedules.ListDueAsync(Token)).ShouldHaveSingleItem();
        await Schedules.DecideAsync(Wanted(13, RunOverlap.Parallel), false, Token);
        await Schedules.SetNextAsync(pipeline.Id, 1, time.Now.AddHours(2), Token);
        (await Schedules.ListDueAsync(Token)).ShouldBeEmpty();
        time.Now = time.Now.AddHours(2);
        (await Schedules.ListDueAsync(Token)).Count.ShouldBe(1);

        await Pipelines.UpdateAsync(pipeline.Id, Draft("@hourly"), null, Token);
        (await Schedules.ListAsync(Token))[0].DecidedUntil.Hour.ShouldBe(13);
        await Schedules.SetNextAsync(pipeline.Id, 1, null, Token);
        (await Schedules.ListDueAsync(Token)).Count.ShouldBe(1);
        await Pipelines.UpdateAsync(pipeline.Id, Draft("@daily"), null, Token);
        (await Schedules.ListAsync(Token))[0].DecidedUntil.Hour.ShouldBe(14);
        await Pipelines.UpdateAsync(pipeline.Id, Draft("@daily") with { Enabled = false }, null, Token);
        (await Schedules.ListAsync(Token)).ShouldBeEmpty();
    }

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await other.DisposeAsync();
    }

    private static PipelineDraft Draft(string expression) =>
        new("orders", JsonSerializer.SerializeToElement(new { name = "orders", schedule = new { expression } }), true, "tests");

    private WantedRun Wanted(int hour, RunOverlap overlap) => new(
        RunSamples.Run(Guid.NewGuid().ToString("N"), pipeline.Id, key: $"instant {hour}") with { LogicalTime = new DateTimeOffset(2026, 3, 2, hour, 0, 0, TimeSpan.Zero) }, overlap);
}
