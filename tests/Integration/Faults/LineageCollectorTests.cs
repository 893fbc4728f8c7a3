using System.Net;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>A collector of OpenLineage events hears of every run, also when it is down or the server is killed meanwhile, and no run waits for it.</summary>
public sealed class LineageCollectorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    /// <summary>Where the server dies: its outbox filled with the start, an event taken but not noted, the run ended and its end not yet put in, and put in.</summary>
    public static TheoryData<string> Places => ["notification_sending:1", "notification_sent:1", "run_end_settling:1", "run_end_settled:1"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_server_that_is_killed_tells_what_it_has_not_told(string place)
    {
        using var folder = new TemporaryFolder();
        await using var collector = new LineageCollector(isDown: false);
        var platform = await postgres.CreateDatabaseAsync();
        string run;
        await using (var first = await ServerProcess.StartAsync(platform, folder, place, settings: collector.Settings))
        {
            run = await StartAsync(first.Admin, folder, "id\n1\n2\n");
            (await first.Process.ExitAsync()).ShouldBe(137);
        }

        await using var second = await ServerProcess.StartAsync(platform, folder, settings: collector.Settings);
        (await second.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("success");

        await Eventually.HoldsAsync(() => Task.FromResult(Types(collector).Contains("COMPLETE") && Types(collector).Contains("START")), "start and end are told");
        foreach (var item in collector.Taken)
        {
            OpenLineageSchema.ShouldHold(item);
            item.GetProperty("run").GetProperty("runId").GetGuid().ShouldBe(Guid.Parse(run));
        }

        // What was taken and not noted is told again, word for word.
        collector.Taken.Select(item => item.GetRawText()).Distinct().Count().ShouldBe(2);
        collector.Taken.Last(item => item.GetProperty("eventType").GetString() == "COMPLETE").GetProperty("outputs")[0]
            .GetProperty("outputFacets").GetProperty("outputStatistics").GetProperty("rowCount").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task A_run_ends_while_the_collector_is_down_and_the_outbox_says_so()
    {
        using var folder = new TemporaryFolder();
        await using var collector = new LineageCollector(isDown: true);
        await using var server = await ServerProcess.StartAsync(await postgres.CreateDatabaseAsync(), folder, settings: collector.Settings);

        var run = await StartAsync(server.Admin, folder, "id,email\n1,broken\n", failing: true);

        (await server.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("failed");
        await Eventually.HoldsAsync(() => Task.FromResult(collector.Refused >= 2), "start and end were tried");
        List<JsonElement> told = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                told = [.. (await server.Admin.GetAsync($"runs/{run}/notifications")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray()];
                return told.Count == 2 && told.TrueForAll(item => item.TryGetProperty("last_error", out _));
            },
            "both attempts are noted");
        told.Select(item => item.GetProperty("event").GetString()).Order().ShouldBe(["fail", "start"]);
        foreach (var item in told)
        {
            item.GetProperty("channel").GetString().ShouldBe("openlineage");
            item.GetProperty("target").GetString().ShouldBe($"{collector.Address}/api/v1/lineage");
            item.GetProperty("status").GetString().ShouldBe("pending");
            item.GetProperty("attempts").GetInt32().ShouldBeGreaterThan(0);
            item.GetProperty("last_error").GetString()!.ShouldContain("answered 503");
            item.ToString().ShouldNotContain(LineageCollector.Key);
        }
    }

    [Fact]
    public async Task A_run_that_is_cancelled_is_told_as_aborted()
    {
        using var folder = new TemporaryFolder();
        await using var collector = new LineageCollector();
        await using var source = new WebServer(context => WebServer.AnswerAsync(context, "{}", 503));
        await using var server = await ServerProcess.StartAsync(await postgres.CreateDatabaseAsync(), folder, settings: collector.Settings);
        var definition = new
        {
            name = "cancelled",
            source = new { connector_type = "rest_api", config = new { url = $"{source.Address}/orders", retry_attempts = 0 } },
            destination = new { connector_type = "file", config = new { path = "out.csv", write_mode = "replace" } },
            error_handling = new { retry_policy = new { max_retries = 3, initial_delay_seconds = 300 } },
        };
        var pipeline = (await server.Admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created)["id"];
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await Eventually.HoldsAsync(async () => (await server.Admin.GetAsync($"runs/{run}"))["status"] == "retrying", "the run waits");

        (await server.Admin.PostAsync($"runs/{run}/cancel")).ShouldBe(HttpStatusCode.Accepted);

        (await server.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("cancelled");
        await Eventually.HoldsAsync(() => Task.FromResult(collector.Taken.Count >= 2), "start and end are told");
        Types(collector).Order().ShouldBe(["ABORT", "START"]);
        foreach (var item in collector.Taken)
            OpenLineageSchema.ShouldHold(item);
    }

    [Fact]
    public async Task A_collector_that_sends_to_another_address_is_not_followed()
    {
        var asked = 0;
        using var folder = new TemporaryFolder();
        await using var other = new WebServer(context =>
        {
            Interlocked.Increment(ref asked);
            return WebServer.AnswerAsync(context, "{}");
        });
        await using var collector = new LineageCollector(movedTo: $"{other.Address}/api/v1/lineage");
        await using var server = await ServerProcess.StartAsync(await postgres.CreateDatabaseAsync(), folder, settings: collector.Settings);

        var run = await StartAsync(server.Admin, folder, "id\n1\n");

        (await server.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("success");
        List<JsonElement> told = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                told = [.. (await server.Admin.GetAsync($"runs/{run}/notifications")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray()];
                return told.Count == 2 && told.TrueForAll(item => item.TryGetProperty("last_error", out _));
            },
            "both are tried");
        told.ShouldAllBe(item => item.GetProperty("last_error").GetString()!.Contains("is not followed: it leads to another host", StringComparison.Ordinal));
        collector.Refused.ShouldBeGreaterThanOrEqualTo(2);
        asked.ShouldBe(0);
    }

    [Theory]
    [InlineData("id,email\n1,a@example.com\n", 0, "COMPLETE")]
    [InlineData("id,email\n1,broken\n", 1, "FAIL")]
    public async Task A_run_of_a_file_is_told_too(string records, int exitCode, string end)
    {
        using var folder = new TemporaryFolder();
        await using var collector = new LineageCollector();

        await using var process = await RunFileAsync(folder, records, collector, exitCode);

        Types(collector).ShouldBe(["START", end]);
        foreach (var item in collector.Taken)
            OpenLineageSchema.ShouldHold(item);
        process.Errors.ShouldNotContain(line => line.Contains("collector of lineage", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_of_a_file_ends_well_when_the_collector_is_down_and_says_so()
    {
        using var folder = new TemporaryFolder();
        await using var collector = new LineageCollector(isDown: true);

        await using var process = await RunFileAsync(folder, "id,email\n1,a@example.com\n", collector, 0);

        // Three tries for the start, and three more at the end where the start had been seen before.
        collector.Refused.ShouldBeOneOf(3, 6);
        process.Errors.ShouldContain(line => line.StartsWith("The collector of lineage was not told of run ", StringComparison.Ordinal) && line.Contains("answered 503", StringComparison.Ordinal));
    }

    private static async Task<LocalHostProcess> RunFileAsync(TemporaryFolder folder, string records, LineageCollector collector, int exitCode)
    {
        await File.WriteAllTextAsync(folder["in.csv"], records);
        var definition = new
        {
            name = "told",
            source = new { connector_type = "file", config = new { path = folder["in.csv"] } },
            transformations = new[] { new { type = "field_validation", field_name = "email", validation_type = "email_format", on_failure = "fail_run" } },
            destination = new { connector_type = "file", config = new { path = folder["out.csv"], write_mode = "replace" } },
        };
        await File.WriteAllTextAsync(folder["told.json"], JsonSerializer.Serialize(definition));
        var process = LocalHostProcess.Start(["run", folder["told.json"], "--data", folder["data"]], collector.Settings);
        (await process.ExitAsync()).ShouldBe(exitCode, string.Join('\n', process.Errors));
        return process;
    }

    private static List<string?> Types(LineageCollector collector) => [.. collector.Taken.Select(item => item.GetProperty("eventType").GetString())];

    private static async Task<string> StartAsync(ApiClient admin, TemporaryFolder folder, string records, bool failing = false)
    {
        Directory.CreateDirectory(folder["files"]);
        await File.WriteAllTextAsync(Path.Combine(folder["files"], "in.csv"), records);
        var definition = new
        {
            name = "told",
            source = new { connector_type = "file", config = new { path = "in.csv" } },
            transformations = failing ? [new { type = "field_validation", field_name = "email", validation_type = "email_format", on_failure = "fail_run" }] : Array.Empty<object>(),
            destination = new { connector_type = "file", config = new { path = "out.csv", write_mode = "replace" } },
        };
        var pipeline = (await admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created)["id"];
        return (await admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
    }
}
