using System.Net;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Npgsql;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Faults.PagedRuns;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Two runs at once into one table, which both replace, or of one pipeline that reads what is new: nobody sees half of anything, and nothing comes twice.</summary>
[Collection(ApiTests.Name)]
public sealed class ConcurrentRunsTests(ApiServer server)
{
    [Fact]
    public async Task Two_that_replace_one_table_do_so_one_after_the_other_and_readers_see_whole_tables()
    {
        await using var api = new PagedApi();
        var (config, target) = await server.TableAsync("orders", "replace");
        await Database.ExecuteAsync(target, "CREATE TABLE orders (id int8, note text); INSERT INTO orders VALUES (-1, 'old')");
        api.HoldFrom(500);
        var pipelines = new List<string>();
        for (var number = 0; number < 2; number++)
        {
            var definition = new { name = $"orders {Guid.NewGuid():N}", source = api.Source, destination = new { connector_type = "postgresql", config } };
            pipelines.Add((await server.Admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created)["id"]);
        }

        var runs = new List<string>();
        foreach (var pipeline in pipelines)
            runs.Add((await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"]);
        await Eventually.HoldsAsync(() => Task.FromResult(api.Asked.Count(offset => offset == 500) == 2), "both are half-way");
        using var stop = new CancellationTokenSource();
        var reading = ReadAsync(target, stop.Token);
        api.Mend();
        foreach (var run in runs)
            await StatusAsync(server.Admin, run, "success");
        await stop.CancelAsync();

        (await reading).Except([1, PagedApi.Records]).ShouldBeEmpty();
        (await Database.ScalarAsync<string>(target, "SELECT count(*) || ' ' || count(DISTINCT id) FROM orders")).ShouldBe("1000 1000");
        (await ScalarAsync(target, "SELECT count(*) FROM pg_tables WHERE tablename LIKE '\\_dataaggregator\\_new%'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_run_that_would_deliver_what_another_does_is_refused_and_goes_on_behind_it()
    {
        var (config, target) = await server.TableAsync("target");
        await Database.ExecuteAsync(target, "CREATE TABLE source AS SELECT n AS id, n FROM generate_series(1, 100) n; CREATE TABLE target (id int4, n int4)");
        var pipeline = await SaveAsync(config, retries: 0);
        // Holds the first run between its plan and its first record.
        await using var database = new NpgsqlConnection(target);
        await database.OpenAsync();
        await using var transaction = await database.BeginTransactionAsync();
        await using (var holding = new NpgsqlCommand("LOCK TABLE target IN SHARE MODE", database, transaction))
            await holding.ExecuteNonQueryAsync();
        var first = await ExecuteAsync(pipeline);
        await Eventually.HoldsAsync(
            async () => await Database.ScalarAsync<long>(server.Postgres, $"SELECT count(*) FROM dataaggregator.run_plans WHERE run_id = '{first}'") == 1, "the first run is planned");

        var refused = await StatusAsync(server.Admin, await ExecuteAsync(pipeline), "failed");
        await transaction.RollbackAsync();

        var error = refused.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("stream_in_use");
        error.GetProperty("message").GetString()!.ShouldContain(first);
        await StatusAsync(server.Admin, first, "success");
        await Database.ExecuteAsync(target, "INSERT INTO source SELECT n, n FROM generate_series(101, 120) n");
        var third = await StatusAsync(server.Admin, await ExecuteAsync(pipeline), "success");
        third.GetProperty("records_written").GetInt64().ShouldBe(20);
        (await Database.ScalarAsync<string>(target, "SELECT count(*) || ' ' || count(DISTINCT id) FROM target")).ShouldBe("120 120");
    }

    private async Task<string> SaveAsync(Dictionary<string, object> config, int retries)
    {
        var source = config.Where(setting => setting.Key != "write_mode").ToDictionary();
        source["table"] = "source";
        var definition = new
        {
            name = $"new {Guid.NewGuid():N}",
            source = new { connector_type = "postgresql", config = source, incremental = new { cursor_field = "id" } },
            destination = new { connector_type = "postgresql", config },
            error_handling = new { retry_policy = new { max_retries = retries } },
        };
        return (await server.Admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created)["id"];
    }

    private async Task<string> ExecuteAsync(string pipeline) => (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];

    /// <summary>The counts of rows that a reader sees.</summary>
    private static async Task<IReadOnlySet<long>> ReadAsync(string target, CancellationToken stop)
    {
        var seen = new HashSet<long>();
        while (!stop.IsCancellationRequested)
            seen.Add(await ScalarAsync(target, "SELECT count(*) FROM orders"));
        return seen;
    }
}
