using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Faults.PagedRuns;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Crashes a PostgreSQL amid a run and starts it again: the run has to end by itself, with every record once.</summary>
public sealed class RestartedDatabaseTests(PostgresFixture postgres, OwnPostgres own) : IClassFixture<PostgresFixture>, IClassFixture<OwnPostgres>
{
    /// <summary>The pipeline allows no retries: an absence of the platform's own database is none of its failures.</summary>
    [Fact]
    public async Task A_run_outlives_a_restart_of_the_platforms_database()
    {
        using var folder = new TemporaryFolder();
        await using var api = new PagedApi();
        var target = await postgres.CreateDatabaseAsync();
        await using var server = await ServerProcess.StartAsync(await own.CreateDatabaseAsync("platform"), folder);

        api.HoldFrom(500);
        var run = await StartAsync(server.Admin, api, target);
        await AskedAsync(api, 500);
        await own.StopAsync();
        api.Mend();
        // What was read meanwhile is to be sealed and delivered without the ledger.
        await server.Process.ErrorAsync("The platform's database does not answer", times: 3);
        await own.StartAsync();

        var ended = await SucceededAsync(server.Admin, run, target);
        ended.GetProperty("attempt").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_run_outlives_a_restart_of_its_destination()
    {
        using var folder = new TemporaryFolder();
        await using var api = new PagedApi();
        var target = await own.CreateDatabaseAsync("target");
        await using var server = await ServerProcess.StartAsync(await postgres.CreateDatabaseAsync(), folder);

        api.HoldFrom(500);
        var run = await StartAsync(server.Admin, api, target, retries: 60, delay: 1);
        await AskedAsync(api, 500);
        await own.StopAsync();
        api.Mend();
        var waiting = await StatusAsync(server.Admin, run, "retrying");
        waiting.GetProperty("waits_for").GetProperty("reason").GetString()!.ShouldContain("PostgreSQL at 127.0.0.1");
        await own.StartAsync();

        await SucceededAsync(server.Admin, run, target);
    }
}
