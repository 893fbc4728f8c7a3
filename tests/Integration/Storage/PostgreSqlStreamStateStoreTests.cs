using DataAggregator.Core.Runs;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Storage.RunSamples;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class PostgreSqlStreamStateStoreTests(PostgresFixture postgres) : StreamStateStoreConformance, IClassFixture<PostgresFixture>
{
    private IRunControlStore Control => Services.GetRequiredService<IRunControlStore>();

    [Fact]
    public async Task A_run_whose_stream_another_has_moved_since_it_looked_is_to_look_again()
    {
        await PlanAsync("r1", baseVersion: 0);
        await Runs.CreateAsync(Run("r2"), Token);
        await EndAsync("r1", reached: 7);

        var refused = await Should.ThrowAsync<StreamInUseException>(() => Runs.SavePlanAsync("r2", Reading(baseVersion: 0), 1, Token));

        refused.Message.ShouldContain("'table'");
        (await Runs.FindPlanAsync("r2", Token)).ShouldBeNull();
        await Runs.SavePlanAsync("r2", Reading(baseVersion: 1), 1, Token);
        (await Runs.FindPlanAsync("r2", Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_failed_run_is_not_retried_beside_another_that_reads_the_same_and_not_after_it()
    {
        await PlanAsync("r1", baseVersion: 0);
        await EndAsync("r1", reached: null);
        await PlanAsync("r2", baseVersion: 0);
        (await Control.ReopenAsync("r1", Token)).ShouldBeFalse();
        await EndAsync("r2", reached: null);

        (await Control.ReopenAsync("r1", Token)).ShouldBeTrue("nobody else is at it");
        (await Control.ReopenAsync("r2", Token)).ShouldBeFalse();
        await EndAsync("r1", reached: 7, epoch: 2);
        (await Control.ReopenAsync("r2", Token)).ShouldBeFalse("its records are delivered");
    }

    [Fact]
    public async Task A_run_that_failed_after_it_had_moved_its_stream_is_retried_and_so_is_one_whose_stream_a_user_moved()
    {
        await PlanAsync("r1", baseVersion: 0);
        await AdvanceAsync("r1", 7);
        await EndAsync("r1", reached: null);
        (await Control.ReopenAsync("r1", Token)).ShouldBeTrue();
        await EndAsync("r1", reached: null, epoch: 2);
        var state = (await Store.FindAsync("orders", "table", Token))!;
        await Store.SetAsync([state with { Author = "ada" }], 1, Token);

        (await Control.ReopenAsync("r1", Token)).ShouldBeTrue();
    }

    protected override async Task<ServiceProvider> ConnectAsync() => await PostgreSqlTestServices.ConnectAsync(await postgres.CreateDatabaseAsync());

    private static RunPlan Reading(int baseVersion) => Plan(10) with { Stream = new PlannedStream("table", "id", baseVersion, IsFull: false, Commits: true) };

    private async Task PlanAsync(string run, int baseVersion)
    {
        await Runs.CreateAsync(Run(run), Token);
        await Runs.SavePlanAsync(run, Reading(baseVersion), 1, Token);
    }

    /// <summary>Ends a run: as a success that has moved its stream, or without having reached anything as a failure that can be retried.</summary>
    private async Task EndAsync(string run, long? reached, int epoch = 1)
    {
        if (reached is { } value)
            (await AdvanceAsync(run, value, epoch)).ShouldBeTrue();
        var result = new RunResult(reached is null ? RunStatus.Failed : RunStatus.Success, new RunTotals(), [], null, reached is null);
        (await Runs.FinishAsync(run, result, epoch, Token)).ShouldBeTrue();
    }
}
