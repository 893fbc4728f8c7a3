using System.Net;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class BackfillTests(ApiServer server)
{
    private readonly string name = $"backfill {Guid.NewGuid():N}";

    [Fact]
    public async Task A_range_is_read_again_chunk_by_chunk_and_the_state_stays()
    {
        var (pipeline, connection) = await SaveAsync(hasSource: true);
        var run = await server.Admin.PostAsync($"pipelines/{pipeline}/execute");
        await server.Admin.EndOfRunAsync(run["run_id"]);
        await Database.ExecuteAsync(connection, "DELETE FROM target WHERE day < '2025-01-08'");
        var range = new { from = "2025-01-01", to = "2025-01-08", step = "2d", concurrency = 2 };

        var started = (await server.Admin.PostAsync($"pipelines/{pipeline}/backfill", range, ("Idempotency-Key", name))).ShouldBe(HttpStatusCode.Accepted);
        (await server.Admin.PostAsync($"pipelines/{pipeline}/backfill", range, ("Idempotency-Key", name)))["id"].ShouldBe(started["id"]);
        var ended = await EndAsync(pipeline, started["id"]);

        ended.GetProperty("status").GetString().ShouldBe("done", ended.ToString());
        ended.GetProperty("chunks").EnumerateArray().Select(chunk => $"{chunk.GetProperty("from")} {chunk.GetProperty("to")} {chunk.GetProperty("status")}").ShouldBe(
            ["2025-01-01 2025-01-03 done", "2025-01-03 2025-01-05 done", "2025-01-05 2025-01-07 done", "2025-01-07 2025-01-08 done"]);
        var of = (await server.Admin.GetAsync($"runs/{ended.GetProperty("chunks")[0].GetProperty("run_id")}")).Body;
        (of.GetProperty("trigger").GetString(), of.GetProperty("records_read").GetInt64()).ShouldBe(("backfill", 2));
        (await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM target")).ShouldBe(20);
        var state = (await server.Admin.GetAsync($"pipelines/{pipeline}/state")).Body;
        (state.GetProperty("version").GetInt32(), state.GetProperty("streams")[0].GetProperty("value").GetString()).ShouldBe((1, "2025-01-20"));

        var missing = await server.Admin.PostAsync($"pipelines/{pipeline}/backfill", new { from = "2025-01-01", to = "2025-01-09", step = "2d", only_missing = true });
        (await EndAsync(pipeline, missing["id"])).GetProperty("chunks").EnumerateArray().Select(chunk => chunk.GetProperty("status").GetString()).ShouldBe(["skipped", "skipped", "skipped", "done"]);
        (await server.Admin.GetAsync($"pipelines/{pipeline}/backfills")).Body.GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_chunk_that_fails_leaves_the_others_and_a_cancelled_backfill_begins_no_more()
    {
        var (pipeline, _) = await SaveAsync(hasSource: false);
        var failed = await server.Admin.PostAsync($"pipelines/{pipeline}/backfill", new { from = "2025-01-01", to = "2025-01-03", step = "1d" });

        (await EndAsync(pipeline, failed["id"])).GetProperty("chunks").EnumerateArray().Select(chunk => chunk.GetProperty("status").GetString()).ShouldBe(["failed", "failed"]);
        (await server.Admin.PostAsync($"pipelines/{pipeline}/backfills/{failed["id"]}/cancel")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");

        var stopped = await server.Admin.PostAsync($"pipelines/{pipeline}/backfill", new { from = "2025-01-01", to = "2025-12-01", step = "1d" });
        (await server.Admin.PostAsync($"pipelines/{pipeline}/backfills/{stopped["id"]}/cancel")).ShouldBe(HttpStatusCode.Accepted);
        var ended = await EndAsync(pipeline, stopped["id"]);
        (ended.GetProperty("status").GetString(), ended.GetProperty("chunks").EnumerateArray().Last().GetProperty("status").GetString()).ShouldBe(("cancelled", "cancelled"));
    }

    [Theory]
    [InlineData("2025-01-01", "2025-02-01", "soon", "$.step")]
    [InlineData("2025-01-01", "10", "1d", "$.from")]
    [InlineData("2025-02-01", "2025-01-01", "1d", "$.to")]
    [InlineData("0", "100000000", "1", "$.step")]
    public async Task A_range_that_cannot_be_cut_is_refused(string from, string to, string step, string path)
    {
        var (pipeline, _) = await SaveAsync(hasSource: false);

        (await server.Admin.PostAsync($"pipelines/{pipeline}/backfill", new { from, to, step })).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe([path]);
    }

    private async Task<JsonElement> EndAsync(string pipeline, string id)
    {
        JsonElement backfill = default;
        await Eventually.HoldsAsync(
            async () => (backfill = (await server.Admin.GetAsync($"pipelines/{pipeline}/backfills/{id}")).Body).TryGetProperty("ended_at", out var ended) && ended.ValueKind == JsonValueKind.String,
            "the backfill ends",
            TimeSpan.FromMinutes(1));
        return backfill;
    }

    private async Task<(string Pipeline, string Connection)> SaveAsync(bool hasSource)
    {
        var (config, connection) = await server.TableAsync("target", "upsert");
        config["primary_key"] = new[] { "day" };
        if (hasSource)
            await Database.ExecuteAsync(connection, "CREATE TABLE source AS SELECT date '2024-12-31' + n AS day, n FROM generate_series(1, 20) n");
        var source = config.Where(setting => setting.Key is not "write_mode" and not "primary_key").ToDictionary();
        source["table"] = "source";
        var body = new
        {
            name,
            source = new { connector_type = "postgresql", config = source, incremental = new { cursor_field = "day" } },
            destination = new { connector_type = "postgresql", config },
        };
        return ((await server.Admin.PostAsync("pipelines", body)).ShouldBe(HttpStatusCode.Created)["id"], connection);
    }
}
