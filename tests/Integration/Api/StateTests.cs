using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class StateTests(ApiServer server)
{
    private readonly string name = $"state {Guid.NewGuid():N}";

    [Fact]
    public async Task A_state_is_moved_by_runs_and_set_and_reset_by_users()
    {
        var (pipeline, connection) = await SaveAsync("append");
        (await RunAsync(pipeline)).GetProperty("records_read").GetInt64().ShouldBe(10);
        var state = (await server.Admin.GetAsync($"pipelines/{pipeline}/state")).ShouldBe(HttpStatusCode.OK);
        var stream = state.Body.GetProperty("streams").EnumerateArray().ShouldHaveSingleItem();
        (stream.GetProperty("stream").GetString(), stream.GetProperty("cursor_field").GetString(), stream.GetProperty("value").GetString(), stream.GetProperty("type").GetString()).ShouldBe(("source", "id", "10", "int64"));

        await Database.ExecuteAsync(connection, "INSERT INTO source SELECT n, 'x' FROM generate_series(11, 13) n");
        var second = await RunAsync(pipeline);
        second.GetProperty("records_read").GetInt64().ShouldBe(3);
        second.GetProperty("destinations")[0].GetProperty("delivery_guarantee").GetString().ShouldBe("exactly_once");

        (await server.Admin.PutAsync($"pipelines/{pipeline}/state", new { streams = new[] { new { value = 12 } } }, ("If-Match", state.Headers["ETag"]))).ShouldBe(HttpStatusCode.PreconditionFailed);
        (await server.Admin.PutAsync($"pipelines/{pipeline}/state", new { streams = new[] { new { value = "soon" } } })).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["$.streams[0].value"]);
        var set = (await server.Admin.PutAsync($"pipelines/{pipeline}/state", new { streams = new[] { new { stream = "source", value = 12 } } })).ShouldBe(HttpStatusCode.OK);
        set.Body.GetProperty("history")[0].GetProperty("author").GetString().ShouldBe(ApiServer.AdminEmail);
        (await RunAsync(pipeline)).GetProperty("records_read").GetInt64().ShouldBe(2);

        (await server.Admin.PutAsync($"pipelines/{pipeline}/state", new { streams = new[] { new { value = (int?)null } } })).ShouldBe(HttpStatusCode.OK);
        var refused = await RunAsync(pipeline);
        refused.GetProperty("error").GetProperty("code").GetString().ShouldBe("state_missing");
    }

    [Fact]
    public async Task A_full_refresh_reads_everything_and_appends_nothing_unasked()
    {
        var (pipeline, _) = await SaveAsync("append");
        await RunAsync(pipeline);

        (await server.Admin.PostAsync($"pipelines/{pipeline}/execute", new { full_refresh = true })).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["$.full_refresh"]);
        var confirmed = await RunAsync(pipeline, new { full_refresh = true, confirm = true });

        (confirmed.GetProperty("status").GetString(), confirmed.GetProperty("records_read").GetInt64(), confirmed.GetProperty("full_refresh").GetBoolean()).ShouldBe(("success", 10, true));
        (await RunAsync(pipeline)).GetProperty("records_read").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Neither_a_limited_run_nor_a_dry_one_moves_the_state()
    {
        var (pipeline, _) = await SaveAsync("upsert");
        (await RunAsync(pipeline, new { limit = 4 })).GetProperty("records_read").GetInt64().ShouldBe(4);
        (await RunAsync(pipeline, new { dry_run = true })).GetProperty("records_read").GetInt64().ShouldBe(10);

        (await server.Admin.GetAsync($"pipelines/{pipeline}/state")).Body.GetProperty("streams").GetArrayLength().ShouldBe(0);
        (await RunAsync(pipeline)).GetProperty("records_read").GetInt64().ShouldBe(10);
    }

    [Fact]
    public async Task Reading_nothing_where_there_were_records_is_a_warning()
    {
        var (pipeline, connection) = await SaveAsync("replace", isIncremental: false);
        await RunAsync(pipeline);
        await Database.ExecuteAsync(connection, "TRUNCATE source");

        var run = await RunAsync(pipeline);

        (run.GetProperty("status").GetString(), run.GetProperty("error").GetProperty("code").GetString()).ShouldBe(("warning", "no_records"));
    }

    private async Task<(string Pipeline, string Connection)> SaveAsync(string mode, bool isIncremental = true)
    {
        var (config, connection) = await server.TableAsync("target", mode);
        await Database.ExecuteAsync(connection, "CREATE TABLE source (id int8 PRIMARY KEY, note text); INSERT INTO source SELECT n, 'x' FROM generate_series(1, 10) n");
        if (mode == "upsert")
            config["primary_key"] = new[] { "id" };
        var source = config.Where(setting => setting.Key is not "write_mode" and not "primary_key").ToDictionary();
        source["table"] = "source";
        if (isIncremental)
            source["incremental"] = new { cursor_field = "id" };
        var body = new { name, source = new { connector_type = "postgresql", config = source }, destination = new { connector_type = "postgresql", config } };
        return ((await server.Admin.PostAsync("pipelines", body)).ShouldBe(HttpStatusCode.Created)["id"], connection);
    }

    private async Task<JsonElement> RunAsync(string pipeline, object? body = null)
    {
        var started = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute", body)).ShouldBe(HttpStatusCode.Accepted);
        return await server.Admin.EndOfRunAsync(started["run_id"]);
    }
}
