using System.Net;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class DependencyTests(ApiServer server)
{
    private readonly string name = $"chain {Guid.NewGuid():N}";

    [Fact]
    public async Task The_end_of_a_run_starts_what_depends_on_it_once()
    {
        var orders = await SaveAsync("orders");
        var report = await SaveAsync("report", dependsOn: $"{name} orders");
        var alarm = await SaveAsync("alarm", dependsOn: new { pipeline = orders, on = "failure" });
        var log = await SaveAsync("log", dependsOn: new object[] { new { pipeline = orders, on = "completion" } });
        var paused = await SaveAsync("paused", dependsOn: orders, enabled: false);

        var good = await RunAsync(orders);
        await server.Admin.PostAsync($"pipelines/{orders}/execute", new { dry_run = true });
        var reported = (await RunsAsync(report, 1))[0];
        reported.GetProperty("trigger").GetString().ShouldBe("dependency");
        reported.GetProperty("upstream_run_id").GetString().ShouldBe(good);
        (await server.Admin.EndOfRunAsync(reported.GetProperty("id").GetString()!)).GetProperty("status").GetString().ShouldBe("success");

        File.Delete(Path.Combine(server.Files, $"{name} orders.csv"));
        var bad = await RunAsync(orders, "failed");
        (await RunsAsync(alarm, 1))[0].GetProperty("upstream_run_id").GetString().ShouldBe(bad);
        (await RunsAsync(log, 2)).Select(run => run.GetProperty("upstream_run_id").GetString()).ShouldBe([good, bad], ignoreOrder: true);
        (await RunsAsync(report, 1)).Count.ShouldBe(1);
        (await RunsAsync(paused, 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_is_retried_ends_once_more()
    {
        var orders = await SaveAsync("orders");
        var report = await SaveAsync("report", dependsOn: orders);
        var alarm = await SaveAsync("alarm", dependsOn: new { pipeline = orders, on = "failure" });
        var log = await SaveAsync("log", dependsOn: new { pipeline = orders, on = "completion" });
        var triggered = Body("triggered");
        triggered["triggers"] = new[] { new { type = "pipeline", pipeline = orders, on = new[] { "failed", "success" } } };
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name} triggered.csv"), "id\n1\n");
        var trigger = (await server.Admin.PostAsync("pipelines", triggered)).ShouldBe(HttpStatusCode.Created)["id"];
        var file = Path.Combine(server.Files, $"{name} orders.csv");
        File.Move(file, file + ".away");
        var run = await RunAsync(orders, "failed");
        await RunsAsync(alarm, 1);
        await EndedAsync(log, 1);
        await EndedAsync(trigger, 1);

        File.Move(file + ".away", file);
        (await server.Admin.PostAsync($"runs/{run}/retry")).ShouldBe(HttpStatusCode.Accepted);

        (await server.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("success");
        await EndedAsync(report, 1);
        await EndedAsync(log, 2);
        await EndedAsync(trigger, 2);
        (await RunsAsync(alarm, 1)).Count.ShouldBe(1);
        (await RunsAsync(report, 1)).Count.ShouldBe(1);
        (await RunsAsync(log, 2)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_end_that_was_not_yet_settled_when_its_run_was_retried_counts_as_it_was()
    {
        var orders = await SaveAsync("orders");
        var file = Path.Combine(server.Files, $"{name} orders.csv");
        File.Move(file, file + ".away");
        var run = await RunAsync(orders, "failed");
        File.Move(file + ".away", file);
        (await server.Admin.PostAsync($"runs/{run}/retry")).ShouldBe(HttpStatusCode.Accepted);
        (await server.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("success");
        await Eventually.HoldsAsync(async () => await Database.ScalarAsync<long>(server.Postgres, $"SELECT count(*) FROM dataaggregator.run_ends WHERE run_id = '{run}'") == 0, "both ends are settled");
        var report = await SaveAsync("report", dependsOn: orders);
        var alarm = await SaveAsync("alarm", dependsOn: new { pipeline = orders, on = "failure" });

        await Database.ExecuteAsync(server.Postgres, $"INSERT INTO dataaggregator.run_ends VALUES ('{run}', 1, now())");

        (await RunsAsync(alarm, 1))[0].GetProperty("upstream_run_id").GetString().ShouldBe(run);
        (await RunsAsync(report, 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_several_dependencies_all_have_to_have_run_since_the_last_start()
    {
        var first = await SaveAsync("first");
        var second = await SaveAsync("second");
        var both = await SaveAsync("both", dependsOn: new[] { first, second });

        await RunAsync(first);
        await RunAsync(first);
        var last = await RunAsync(second);
        (await RunsAsync(both, 1))[0].GetProperty("upstream_run_id").GetString().ShouldBe(last);
        await RunAsync(second);
        var next = await RunAsync(first);

        (await RunsAsync(both, 2)).Select(run => run.GetProperty("upstream_run_id").GetString()).ShouldBe([last, next], ignoreOrder: true);
    }

    [Fact]
    public async Task A_trigger_gives_its_values_to_the_run()
    {
        var orders = await SaveAsync("orders");
        var body = Body("triggered");
        body["parameters"] = new { day = "none" };
        body["triggers"] = new[] { new { type = "pipeline", pipeline = orders, parameters = new { day = "monday" } } };
        var triggered = (await server.Admin.PostAsync("pipelines", body)).ShouldBe(HttpStatusCode.Created)["id"];

        await RunAsync(orders);

        (await RunsAsync(triggered, 1))[0].GetProperty("trigger").GetString().ShouldBe("dependency");
    }

    [Fact]
    public async Task A_pipeline_that_there_is_not_and_a_circle_are_refused()
    {
        var orders = await SaveAsync("orders");
        var report = await SaveAsync("report", dependsOn: $"{name} orders");
        var mail = await SaveAsync("mail", dependsOn: report);

        (await server.Admin.PostAsync("pipelines", Body("other", $"{name} order"))).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed")
            .Problem("$.depends_on[0]").ShouldContain($"Did you mean '{name} orders'?");
        (await server.Admin.PutAsync($"pipelines/{orders}", Body("orders", mail))).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed")
            .Problem("$.depends_on[0]").ShouldContain($"'{name} orders' -> '{name} mail' -> '{name} report' -> '{name} orders'");
        (await server.Admin.PostAsync("pipelines", Body("self", $"{name} self"))).Problem("$.depends_on[0]").ShouldContain("for ever");
        (await server.Admin.PostAsync("pipelines/import", Body("orders", mail))).Text.ShouldContain("for ever");
        (await server.Admin.PutAsync($"pipelines/{orders}", Body("renamed", mail))).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
        (await server.Admin.PutAsync($"pipelines/{orders}", Body("renamed"))).ShouldBeProblem(HttpStatusCode.Conflict, "conflict")["detail"].ShouldContain($"{name} report");
        (await server.Admin.DeleteAsync($"pipelines/{orders}")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
        (await server.Admin.PostAsync("pipelines", Body("odd", new { pipeline = orders, on = "sucess" }))).Problem("$.depends_on.on").ShouldContain("success");
    }

    private async Task<string> RunAsync(string pipeline, string status = "success")
    {
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        (await server.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe(status);
        return run;
    }

    private async Task<IReadOnlyList<JsonElement>> RunsAsync(string pipeline, int count)
    {
        List<JsonElement> runs = [];
        await Eventually.HoldsAsync(
            async () => (runs = [.. (await server.Admin.GetAsync($"pipelines/{pipeline}/runs")).Body.GetProperty("items").EnumerateArray()]).Count >= count, $"{count} runs are there");
        return runs;
    }

    private async Task EndedAsync(string pipeline, int count)
    {
        foreach (var run in await RunsAsync(pipeline, count))
            await server.Admin.EndOfRunAsync(run.GetProperty("id").GetString()!);
    }

    private async Task<string> SaveAsync(string suffix, object? dependsOn = null, bool enabled = true)
    {
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name} {suffix}.csv"), "id\n1\n2\n");
        return (await server.Admin.PostAsync("pipelines", Body(suffix, dependsOn, enabled))).ShouldBe(HttpStatusCode.Created)["id"];
    }

    private Dictionary<string, object?> Body(string suffix, object? dependsOn = null, bool enabled = true) => new()
    {
        ["name"] = $"{name} {suffix}",
        ["source"] = new { connector_type = "file", config = new { path = $"{name} {suffix}.csv" } },
        ["destination"] = new { connector_type = "file", config = new { path = $"out/{name} {suffix}.csv", write_mode = "replace" } },
        ["depends_on"] = dependsOn,
        ["enabled"] = enabled,
    };
}
