using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>Event triggers: events that are published, and those that the platform tells.</summary>
[Collection(ApiTests.Name)]
public sealed class EventTriggerTests(ApiServer server)
{
    private readonly string order = $"order.created.{Guid.NewGuid():N}";

    [Fact]
    public async Task A_published_event_starts_those_whose_condition_it_meets_once()
    {
        var austria = await SaveAsync(new { type = "event", @event = order, condition = new { field = "order.country", @operator = "equals", value = "AT" }, map = new { order = "order.id" } });
        var all = await SaveAsync(new { type = "event", @event = order });
        var other = await SaveAsync(new { type = "event", @event = order + ".x" });
        var stopped = await SaveAsync(new { type = "event", @event = order, enabled = false });
        var told = new { @event = order, id = "one", data = new { order = new { id = 17, country = "AT" } } };

        var first = await PublishAsync(told);
        var again = await PublishAsync(told);
        var german = await PublishAsync(new { @event = order, id = "two", data = new { order = new { id = 18, country = "DE" } } });

        first.Select(run => (run.GetProperty("pipeline_id").GetString(), run.GetProperty("result").GetString())).ShouldBe([(austria.Id, "started"), (all.Id, "started")], ignoreOrder: true);
        again.Select(run => run.GetProperty("run_id").GetString()).ShouldBe(first.Select(run => run.GetProperty("run_id").GetString()), ignoreOrder: true);
        again.ShouldAllBe(run => run.GetProperty("result").GetString() == "repeated");
        german.ShouldHaveSingleItem().GetProperty("pipeline_id").GetString().ShouldBe(all.Id);
        (await austria.EndsAsync(1))[0].GetProperty("trigger").GetString().ShouldBe("event");
        (await File.ReadAllTextAsync(Path.Combine(server.Files, "out", $"{austria.Name}.csv"))).ShouldBe("id,order\n1,17\n");
        (await all.EndsAsync(2)).Count.ShouldBe(2);
        (await other.RunsAsync(0)).ShouldBeEmpty();
        (await stopped.RunsAsync(0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_a_run_is_told_with_what_it_rejected()
    {
        var orders = await SaveRejectingAsync();
        var failed = await SaveAsync(new { type = "event", @event = "run.ended", pipeline = orders, condition = new { field = "status", @operator = "equals", value = "failed" } });
        var ended = await SaveAsync(new { type = "event", @event = "run.ended", pipeline = orders, map = new { order = "records_rejected" } });
        var threshold = new
        {
            type = "event",
            @event = "dead_letters.added",
            pipeline = orders,
            condition = new { all = new object[] { new { field = "open", @operator = "greater_or_equal", value = 3 }, new { field = "open_before", @operator = "less_than", value = 3 } } },
            map = new { order = "open" },
        };
        var full = await SaveAsync(threshold);

        foreach (var count in new[] { 1, 2, 3 })
        {
            var run = (await server.Admin.PostAsync($"pipelines/{orders}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
            (await server.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("warning");
            (await ended.RunsAsync(count))[^1].GetProperty("upstream_run_id").GetString().ShouldBe(run);
        }

        await full.EndsAsync(1);
        // Each end adds two: the second goes over the threshold, the third is beyond it.
        (await File.ReadAllTextAsync(Path.Combine(server.Files, "out", $"{full.Name}.csv"))).ShouldBe("id,order\n1,4\n");
        (await ended.EndsAsync(3)).ShouldAllBe(run => run.GetProperty("trigger").GetString() == "event");
        (await failed.RunsAsync(0)).ShouldBeEmpty();
        (await full.TriggerAsync("event")).GetProperty("fired_at").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task A_drift_of_the_schema_is_told()
    {
        var file = Path.Combine(server.Files, $"{order}.csv");
        await File.WriteAllTextAsync(file, "id\n1\n");
        var orders = (await server.Admin.PostAsync("pipelines", Body($"drifting {order}", $"{order}.csv"))).ShouldBe(HttpStatusCode.Created)["id"];
        var alarm = await SaveAsync(new { type = "event", @event = "schema.drifted", pipeline = orders, map = new { order = "fields" } });

        await server.Admin.EndOfRunAsync((await server.Admin.PostAsync($"pipelines/{orders}/execute"))["run_id"]);
        await File.WriteAllTextAsync(file, "id,country\n1,AT\n");
        var drifting = (await server.Admin.PostAsync($"pipelines/{orders}/execute"))["run_id"];

        (await alarm.EndsAsync(1)).ShouldHaveSingleItem().GetProperty("upstream_run_id").GetString().ShouldBe(drifting);
        (await File.ReadAllTextAsync(Path.Combine(server.Files, "out", $"{alarm.Name}.csv"))).ShouldContain("country");
    }

    [Fact]
    public async Task Events_that_cannot_come_are_refused()
    {
        (await RefusedAsync(new { type = "event", @event = "run.end" })).Problem("$.triggers[0].event").ShouldContain("Did you mean 'run.ended'?");
        (await RefusedAsync(new { type = "event", @event = "run.ended" })).Problem("$.triggers[0].pipeline").ShouldContain("required");
        (await RefusedAsync(new { type = "event", @event = "run.ended", pipeline = "nobody" })).Problem("$.triggers[0].pipeline").ShouldContain("'nobody'");
        (await RefusedAsync(new { type = "event", @event = order, pipeline = "nobody" })).Paths.ShouldContain("$.triggers[0].pipeline");
        (await RefusedAsync(new { type = "event", @event = order, condition = new { field = "a", @operator = "equls", value = 1 } })).Problem("$.triggers[0].condition.operator").ShouldContain("equals");
        (await server.Admin.PostAsync("events", new { @event = "run.ended", id = "" })).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["$.event", "$.id"]);
        using var viewer = await server.AccountAsync("viewer");
        (await viewer.PostAsync("events", new { @event = order })).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    private static Dictionary<string, object?> Body(string name, string path, params object[] triggers) => new()
    {
        ["name"] = name,
        ["source"] = new { connector_type = "file", config = new { path } },
        ["destination"] = new { connector_type = "file", config = new { path = $"out/{name}.csv", write_mode = "replace" } },
        ["triggers"] = triggers,
    };

    private Task<TriggeredPipeline> SaveAsync(object trigger) => TriggeredPipeline.SaveAsync(server.Admin, server.Files, [trigger]);

    private Task<ApiAnswer> RefusedAsync(object trigger) => server.Admin.PostAsync("pipelines", Body($"refused {order}", "a.csv", trigger));

    private async Task<string> SaveRejectingAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{order}.csv"), "email\na@example.com\nnone\nneither\n");
        var body = Body($"rejecting {order}", $"{order}.csv");
        body["transformations"] = new object[] { new { type = "field_validation", field_name = "email", validation_type = "email_format" } };
        return (await server.Admin.PostAsync("pipelines", body)).ShouldBe(HttpStatusCode.Created)["id"];
    }

    private async Task<IReadOnlyList<JsonElement>> PublishAsync(object told) =>
        [.. (await server.Admin.PostAsync("events", told)).ShouldBe(HttpStatusCode.Accepted).Body.GetProperty("runs").EnumerateArray()];
}
