using System.Globalization;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Storage.PostgreSql;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class RunRetentionTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly CancellationToken Token = CancellationToken.None;

    [Fact]
    public async Task Whole_months_go_with_all_that_belongs_to_their_runs_and_unfinished_runs_stay()
    {
        var time = new SetTime(new DateTimeOffset(2026, 3, 10, 0, 0, 0, TimeSpan.Zero));
        await using var services = await PostgreSqlTestServices.ConnectAsync(await postgres.CreateDatabaseAsync(Token), time);
        var store = services.GetRequiredService<IRunStore>();
        var profiles = services.GetRequiredService<IProfileStore>();
        foreach (var (id, month, finished) in new[] { ("march", 3, true), ("april", 4, false), ("may", 5, true), ("june", 6, true) })
        {
            time.Now = new DateTimeOffset(2026, month, 10, 0, 0, 0, TimeSpan.Zero);
            await services.GetRequiredService<PostgreSqlMigrator>().EnsurePartitionsAsync(Token);
            await store.CreateAsync(RunSamples.Run(id, at: time.Now), Token);
            await store.SavePlanAsync(id, RunSamples.Plan(1), 1, Token);
            await profiles.SaveSegmentAsync(new SegmentProfile(new SegmentId(id, 0, 0), new byte[] { 1 }, []), Token);
            await store.SaveSegmentAsync(RunSamples.Segment(id, 0, 0, 1), [RunSamples.Rejected(0, 1)], 1, Token);
            if (finished)
                await store.FinishAsync(id, new RunResult(RunStatus.Success, new RunTotals(), [], null, false), 1, Token);
        }

        var dropped = await services.GetRequiredService<RunRetention>().DropBeforeAsync(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero), Token);

        dropped.Select(month => month.ToString("MM", CultureInfo.InvariantCulture)).ShouldBe(["03", "05"]);
        (await store.FindAsync("march", Token)).ShouldBeNull();
        (await store.FindPlanAsync("may", Token)).ShouldBeNull();
        (await store.FindAsync("april", Token)).ShouldNotBeNull();
        // Also what was gathered of runs that never came to a sum.
        (await profiles.ListSegmentsAsync("march", null, Token)).ShouldBeEmpty();
        (await profiles.ListSegmentsAsync("april", null, Token)).Count.ShouldBe(1);
        (await store.FindAsync("june", Token)).ShouldNotBeNull();
        // The key of a run that is gone may be used again, and a month that is gone does not come back by itself.
        (await store.CreateAsync(RunSamples.Run("march", at: time.Now), Token)).Created.ShouldBeTrue();
        (await services.GetRequiredService<RunRetention>().DropBeforeAsync(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero), Token)).ShouldBeEmpty();
    }
}
