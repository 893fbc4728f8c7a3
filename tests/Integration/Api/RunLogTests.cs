using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class RunLogTests(ApiServer server)
{
    private readonly string name = $"log {Guid.NewGuid():N}";

    [Fact]
    public async Task A_run_tells_its_plan_its_statements_its_segments_and_its_end_without_secrets_or_records()
    {
        var (run, password) = await RunAsync();

        var lines = await LinesAsync($"runs/{run}/logs");

        lines.Select(Event).ShouldBe(["run_planned", "schema_planned", "statement_executed", "destination_prepared", "segment_delivered", "run_finished"]);
        lines[0].GetProperty("message").GetString().ShouldBe("Version 1 reads 1 partition of file");
        lines[1].GetProperty("message").GetString().ShouldBe("Fields: id int64, email string");
        lines[2].GetProperty("message").GetString().ShouldBe("""Executed CREATE TABLE "public"."orders" ("id" bigint, "email" text)""");
        lines[2].GetProperty("step").GetString().ShouldBe("destination");
        lines[4].GetProperty("level").GetString().ShouldBe("debug");
        lines[^1].GetProperty("message").GetString().ShouldBe("The run ends as success: 2 read, 2 written, 0 rejected, 0 filtered");
        lines.ShouldAllBe(line => !line.GetRawText().Contains(password) && !line.GetRawText().Contains("example.com"));
    }

    [Fact]
    public async Task Lines_are_filtered_and_paged()
    {
        var (run, _) = await RunAsync();

        (await LinesAsync($"runs/{run}/logs?step=destination&level=info")).Select(Event).ShouldBe(["statement_executed", "destination_prepared"]);
        (await LinesAsync($"runs/{run}/logs?q=fields:")).Select(Event).ShouldBe(["schema_planned"]);
        var first = (await server.Admin.GetAsync($"runs/{run}/logs?limit=4")).ShouldBe(HttpStatusCode.OK).Body;
        (await LinesAsync($"runs/{run}/logs?limit=4&cursor={first.GetProperty("next_cursor")}")).Select(Event).ShouldBe(["segment_delivered", "run_finished"]);
        (await server.Admin.GetAsync($"runs/{run}/logs?level=loud")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await server.Admin.GetAsync("runs/unknown/logs")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Lines_are_streamed_to_the_end()
    {
        var (run, _) = await RunAsync();

        var events = await server.Admin.EventsAsync($"runs/{run}/logs?follow=true");

        events.Select(line => line.Name).ShouldBe([.. Enumerable.Repeat("line", 6), "end"]);
        Event(events[5].Data).ShouldBe("run_finished");
    }

    [Fact]
    public async Task A_failure_and_its_retries_are_told_with_their_reason()
    {
        var pipeline = (await server.Admin.PostAsync("pipelines", new
        {
            name,
            source = new { connector_type = "rest_api", config = new { url = "http://127.0.0.1:9/none", retry_attempts = 0 } },
            destination = new { connector_type = "file", config = new { path = $"{name}.csv" } },
            error_handling = new { retry_policy = new { max_retries = 1, initial_delay_seconds = 0.01 } },
        })).ShouldBe(HttpStatusCode.Created)["id"];
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        var ended = await server.Admin.EndOfRunAsync(run);

        var lines = await LinesAsync($"runs/{run}/logs?level=warning");

        var code = ended.GetProperty("error").GetProperty("code").GetString();
        lines[^1].GetProperty("fields").GetProperty("code").GetString().ShouldBe(code);
        lines.Select(Event).ShouldBe(ended.GetProperty("error").GetProperty("class").GetString() == "transient" ? ["retry", "run_failed"] : ["run_failed"]);
    }

    [Fact]
    public async Task What_does_not_fit_between_the_steps_and_the_source_is_told()
    {
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), "id,email\n1,a@example.com\n");
        var pipeline = (await server.Admin.PostAsync("pipelines", new
        {
            name,
            source = new { connector_type = "file", config = new { path = $"{name}.csv" } },
            transformations = new object[] { new { type = "field_calculation", field_name = "r", expression = "idd + 1" } },
            destination = new { connector_type = "file", config = new { path = $"{name}-out.csv" } },
        })).ShouldBe(HttpStatusCode.Created)["id"];
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await server.Admin.EndOfRunAsync(run);

        var line = (await LinesAsync($"runs/{run}/logs?level=warning")).Where(line => Event(line) == "step_misfit").ShouldHaveSingleItem();

        line.GetProperty("message").GetString()!.ShouldStartWith(
            "For the fields that the source has, transformations[0].expression: position 1: the records have no field 'idd' at this step. Did you mean 'id'?");
    }

    [Fact]
    public async Task Where_no_record_shows_the_fields_no_step_is_said_to_miss_one()
    {
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.json"), "[]");
        var pipeline = (await server.Admin.PostAsync("pipelines", new
        {
            name,
            source = new { connector_type = "file", config = new { path = $"{name}.json" } },
            transformations = new object[] { new { type = "field_calculation", field_name = "r", expression = "id + 1" } },
            destination = new { connector_type = "file", config = new { path = $"{name}-out.csv" } },
        })).ShouldBe(HttpStatusCode.Created)["id"];
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await server.Admin.EndOfRunAsync(run);

        (await LinesAsync($"runs/{run}/logs?level=warning")).ShouldNotContain(line => Event(line) == "step_misfit");
    }

    [Fact]
    public async Task Metrics_tell_the_course_of_a_run()
    {
        var (run, _) = await RunAsync();

        var metrics = (await server.Admin.GetAsync($"runs/{run}/metrics")).ShouldBe(HttpStatusCode.OK).Body;

        metrics.GetProperty("segments").GetInt64().ShouldBe(1);
        metrics.GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("records").GetInt64()).ShouldBe(2);
        metrics.GetProperty("bytes_read").GetInt64().ShouldBeGreaterThan(0);
        metrics.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("name").GetString()).ShouldBe(["source", "destination"]);
    }

    private static string? Event(JsonElement line) => line.GetProperty("event").GetString();

    private async Task<List<JsonElement>> LinesAsync(string path) => [.. (await server.Admin.GetAsync(path)).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray()];

    private async Task<(string Run, string Password)> RunAsync()
    {
        var (config, _) = await server.TableAsync("orders");
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), "id,email\n1,a@example.com\n2,b@example.com\n");
        var pipeline = (await server.Admin.PostAsync("pipelines", new
        {
            name,
            source = new { connector_type = "file", config = new { path = $"{name}.csv" } },
            destination = new { connector_type = "postgresql", config },
        })).ShouldBe(HttpStatusCode.Created)["id"];
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await server.Admin.EndOfRunAsync(run);
        return (run, (string)config["password"]);
    }
}
