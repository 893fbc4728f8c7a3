using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using DataAggregator.Core.Monitoring;
using DataAggregator.Local.Processes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class RunTests(ApiServer server)
{
    private readonly string name = $"run {Guid.NewGuid():N}";

    [Fact]
    public async Task A_run_takes_a_CSV_file_into_a_table_and_its_books_are_readable()
    {
        var (config, connection) = await server.TableAsync("orders");
        var pipeline = await SaveAsync(File("id,email\n1,a@example.com\n2,b@example.com\n3,nobody\n"), new { connector_type = "postgresql", config }, EmailStep);

        var started = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted);
        started.Headers["Location"].ShouldBe($"/api/v1/runs/{started["run_id"]}");
        var run = await server.Admin.EndOfRunAsync(started["run_id"]);

        Facts(run).ShouldBe("warning, read 3, written 2, rejected 1", run.ToString());
        run.GetProperty("trigger").GetString().ShouldBe("manual");
        run.GetProperty("steps").EnumerateArray().ShouldContain(step => step.GetProperty("type").GetString() == "field_validation" && step.GetProperty("rejected").GetInt64() == 1);
        (await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM orders")).ShouldBe(2);
        var rejected = (await server.Admin.GetAsync($"runs/{started["run_id"]}/rejected")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        rejected.GetProperty("record").GetProperty("email").GetString().ShouldBe("nobody");
        rejected.GetProperty("errors")[0].GetProperty("rule").GetString().ShouldBe("email_format");
        var seen = (await server.Admin.GetAsync($"pipelines/{pipeline}")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("last_run");
        seen.GetProperty("id").GetString().ShouldBe(started["run_id"]);
        seen.GetProperty("status").GetString().ShouldBe("warning");
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""[{"type":"sort","fields":[{"field":"id"}]}]""")]
    public async Task A_run_says_of_each_field_how_many_values_were_coerced_and_rejected(string steps)
    {
        File("id,n,ok\n1,007,1\n2,x,true\n3,+5,maybe\n4,4,false\n");
        var schema = new { fields = new[] { new { name = "id", type = "int64" }, new { name = "n", type = "int64" }, new { name = "ok", type = "bool" } } };
        var source = new { connector_type = "file", config = new { path = $"{name}.csv", schema } };
        var pipeline = (await server.Admin.PostAsync("pipelines", new { name, source, transformations = JsonSerializer.Deserialize<JsonElement>(steps), destination = Out() })).ShouldBe(HttpStatusCode.Created)["id"];

        var run = await ExecuteAsync(pipeline);

        Facts(run).ShouldBe("warning, read 4, written 2, rejected 2", run.ToString());
        run.GetProperty("fields").EnumerateArray().Select(field => field.ToString()).ShouldBe(["""{"name":"n","coerced":2,"rejected":1}""", """{"name":"ok","coerced":1,"rejected":1}"""]);
    }

    [Fact]
    public async Task A_run_is_cancelled_in_the_midst_of_what_needs_all_of_it()
    {
        await using var api = new GatedApi();
        object[] steps = [new { type = "sort", fields = new[] { new { field = "id" } } }, new { type = "enrichment", url = $"{api.Address}/{{id}}", included_fields = new[] { "note" } }];
        var pipeline = await SaveAsync(File("id\n3\n1\n2\n"), Out(), steps);
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await api.Asked;

        (await server.Admin.PostAsync($"runs/{run}/cancel")).ShouldBe(HttpStatusCode.Accepted);

        // The API has not answered, and does not before the run has ended.
        (await server.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("cancelled");
        System.IO.File.Exists(Path.Combine(server.Files, $"{name}-out.csv")).ShouldBeFalse();
    }

    [Fact]
    public async Task Every_activity_of_a_run_is_a_span_with_the_ids_of_run_and_pipeline()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var pipeline = await SaveAsync(File("id\n1\n"), Out());

        var run = (await ExecuteAsync(pipeline)).GetProperty("id").GetString();

        var ofRun = spans.Where(span => span.GetTagItem("dataaggregator.run.id") as string == run).ToList();
        ofRun.ShouldAllBe(span => span.GetTagItem("dataaggregator.pipeline.id") as string == pipeline);
        // The run has ended a moment before its last activity has.
        ofRun.Select(span => span.OperationName).Where(name => name != "FinishRun").ShouldBe(["PlanRun", "MoveSegments"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_body_that_comes_in_chunks_is_read_like_any_other() =>
        (await server.Admin.PostAsync("pipelines/any/execute", new { dry_rum = true }, ("Transfer-Encoding", "chunked"))).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");

    [Fact]
    public async Task A_dry_run_reads_and_writes_nothing()
    {
        var (config, connection) = await server.TableAsync("orders");
        await Database.ExecuteAsync(connection, "CREATE TABLE orders (id bigint)");
        var pipeline = await SaveAsync(File("id\n1\n2\n3\n"), new { connector_type = "postgresql", config });

        var run = await ExecuteAsync(pipeline, new { dry_run = true });

        run.GetProperty("dry_run").GetBoolean().ShouldBeTrue();
        Facts(run).ShouldBe("success, read 3, written 0, rejected 0", run.ToString());
        (await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM orders")).ShouldBe(0);
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_in_pages_and_by_status()
    {
        var pipeline = await SaveAsync(File("id\n1\n"), Out());
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Insert(0, (await ExecuteAsync(pipeline)).GetProperty("id").GetString()!);

        var first = (await server.Admin.GetAsync($"pipelines/{pipeline}/runs?limit=2")).ShouldBe(HttpStatusCode.OK);
        var second = (await server.Admin.GetAsync($"runs?pipeline_id={pipeline}&limit=2&cursor={Uri.EscapeDataString(first["next_cursor"])}")).ShouldBe(HttpStatusCode.OK);

        Ids(first).Concat(Ids(second)).ShouldBe(ids);
        second.Body.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
        Ids((await server.Admin.GetAsync($"runs?pipeline_id={pipeline}&status=success")).ShouldBe(HttpStatusCode.OK)).ShouldBe(ids);
        Ids((await server.Admin.GetAsync($"runs?pipeline_id={pipeline}&status=failed")).ShouldBe(HttpStatusCode.OK)).ShouldBeEmpty();
        (await server.Admin.GetAsync("runs?status=faild")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["status"]);
    }

    [Fact]
    public async Task Events_show_the_run_until_its_end()
    {
        await using var api = new GatedApi();
        var pipeline = await SaveAsync(Rest(api.Address), Out());
        var id = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await api.Asked;

        var watching = server.Admin.EventsAsync($"runs/{id}/events");
        api.Open();
        var events = await watching;

        events[^1].Name.ShouldBe("end");
        events.SkipLast(1).ShouldAllBe(item => item.Name == "run");
        events.SkipLast(1).Select(item => item.Data.GetProperty("id").GetString()).Distinct().ShouldBe([id]);
        Facts(events[^2].Data).ShouldBe("success, read 1, written 1, rejected 0");
    }

    [Fact]
    public async Task A_run_is_cancelled_where_it_stands_and_only_once()
    {
        await using var api = new GatedApi();
        var pipeline = await SaveAsync(Rest(api.Address), Out());
        var id = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await api.Asked;

        (await server.Admin.PostAsync($"runs/{id}/cancel")).ShouldBe(HttpStatusCode.Accepted)["id"].ShouldBe(id);
        api.Open();

        Facts(await server.Admin.EndOfRunAsync(id)).ShouldStartWith("cancelled, ");
        (await server.Admin.PostAsync($"runs/{id}/cancel")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task The_same_key_starts_one_run_and_another_body_under_it_is_a_conflict()
    {
        var pipeline = await SaveAsync(File("id\n1\n"), Out());
        var key = ("Idempotency-Key", name);

        var first = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute", new { limit = 5 }, key)).ShouldBe(HttpStatusCode.Accepted);
        var again = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute", new { limit = 5 }, key)).ShouldBe(HttpStatusCode.Accepted);
        (await server.Admin.PostAsync($"pipelines/{pipeline}/execute", new { limit = 6 }, key)).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");

        again["run_id"].ShouldBe(first["run_id"]);
        await server.Admin.EndOfRunAsync(first["run_id"]);
        Ids(await server.Admin.GetAsync($"pipelines/{pipeline}/runs")).ShouldBe([first["run_id"]]);
    }

    [Fact]
    public async Task A_source_that_cannot_be_reached_fails_the_run_with_host_port_and_reason()
    {
        using var port = FreePort.Claim();
        var pipeline = await SaveAsync(
            new { connector_type = "rest_api", config = new { url = $"http://127.0.0.1:{port.Number}/orders", retry_attempts = 0 } }, Out());

        var error = (await ExecuteAsync(pipeline)).GetProperty("error");

        error.GetProperty("step").GetString().ShouldBe("source");
        error.GetProperty("code").GetString().ShouldBe("connection_refused");
        var message = error.GetProperty("message").GetString()!;
        message.ShouldContain("127.0.0.1");
        message.ShouldContain($"{port.Number}");
        message.ShouldContain("refused");
    }

    private static object EmailStep => new { type = "field_validation", field_name = "email", validation_type = "email_format" };

    private static object Rest(string url) => new { connector_type = "rest_api", config = new { url, auth_method = "none" } };

    private static string Facts(JsonElement run) =>
        $"{run.GetProperty("status")}, read {run.GetProperty("records_read")}, written {run.GetProperty("records_written")}, rejected {run.GetProperty("records_rejected")}";

    private static IReadOnlyList<string> Ids(ApiAnswer page) => [.. page.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    private object File(string csv)
    {
        System.IO.File.WriteAllText(Path.Combine(server.Files, $"{name}.csv"), csv);
        return new { connector_type = "file", config = new { path = $"{name}.csv" } };
    }

    private object Out() => new { connector_type = "file", config = new { path = $"{name}-out.csv", write_mode = "replace" } };

    private async Task<string> SaveAsync(object source, object destination, params object[] transformations) =>
        (await server.Admin.PostAsync("pipelines", new { name, source, transformations, destination, error_handling = new { retry_policy = new { max_retries = 0 } } }))
            .ShouldBe(HttpStatusCode.Created)["id"];

    private async Task<JsonElement> ExecuteAsync(string pipeline, object? body = null) =>
        await server.Admin.EndOfRunAsync((await server.Admin.PostAsync($"pipelines/{pipeline}/execute", body)).ShouldBe(HttpStatusCode.Accepted)["run_id"]);
}
