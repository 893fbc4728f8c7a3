using System.Net;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Faults.PagedRuns;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Two servers, each with orchestrations of its own, on one database: whatever they have to agree on, they do.</summary>
public sealed class TwoHostsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task They_agree_on_runs_events_orders_keys_and_schedules()
    {
        using var folder = new TemporaryFolder();
        var platform = await postgres.CreateDatabaseAsync();
        var target = await postgres.CreateDatabaseAsync();
        // Long enough that a slow machine does not look like a dead host.
        var settings = new Dictionary<string, string> { ["DATAAGGREGATOR_LEASE_SECONDS"] = "60" };
        await using var one = await ServerProcess.StartAsync(platform, folder, engine: "one", settings: settings);
        await using var other = await ServerProcess.StartAsync(platform, folder, engine: "other", settings: settings);
        Directory.CreateDirectory(folder["files"]);
        await File.WriteAllTextAsync(folder["files/one.csv"], "id\n1\n");
        var scheduled = await SaveAsync(one.Admin, "scheduled", new { expression = "* * * * * *", timezone = "UTC", catch_up = "none" });

        await EventsOfOneAreSeenAtTheOtherAsync(one, other, target);
        await ARunIsCancelledFromTheOtherAsync(one, other, target);
        await AKeyStandsForOneRunAsync(one, other);
        await RequestsOfAWebhookAreCountedTogetherAsync(one, other, folder["files"]);

        // Both have looked at the schedule for a while: an instant has one run at most, and a run waits for the one before.
        await Eventually.HoldsAsync(async () => await RunsAsync(platform, scheduled) >= 8, "the schedule starts runs");
        (await other.Admin.PostAsync($"pipelines/{scheduled}/pause")).ShouldBe(HttpStatusCode.OK);
        (await Database.ScalarAsync<long>(platform, $"SELECT count(*) - count(DISTINCT logical_time) FROM dataaggregator.runs WHERE pipeline_id = '{scheduled}'")).ShouldBe(0);
        (await Database.ScalarAsync<long>(
            platform,
            $"""
            SELECT count(*) FROM dataaggregator.runs a JOIN dataaggregator.runs b ON a.pipeline_id = b.pipeline_id AND a.id < b.id AND b.started_at < a.ended_at AND a.started_at < b.ended_at
            WHERE a.pipeline_id = '{scheduled}'
            """)).ShouldBe(0);
    }

    private static async Task EventsOfOneAreSeenAtTheOtherAsync(ServerProcess one, ServerProcess other, string target)
    {
        await using var api = new PagedApi();
        api.HoldFrom(500);
        var run = await StartAsync(one.Admin, api, target);
        await AskedAsync(api, 500);

        var events = await other.Admin.EventsAsync($"runs/{run}/events", begun: api.Mend);

        var seen = events.Where(item => item.Name == "run").Select(item => item.Data).ToList();

        seen[0].GetProperty("status").GetString().ShouldBe("running");
        seen[0].GetProperty("records_read").GetInt64().ShouldBeLessThanOrEqualTo(500);
        seen[^1].GetProperty("status").GetString().ShouldBe("success");
        await SucceededAsync(other.Admin, run, target);
        api.Asked.Distinct().Count().ShouldBe(api.Asked.Count - 1, "only the plan looks at the first page, too");
    }

    private static async Task ARunIsCancelledFromTheOtherAsync(ServerProcess one, ServerProcess other, string target)
    {
        await using var api = new PagedApi();
        api.HoldFrom(500);
        var run = await StartAsync(one.Admin, api, target, "replace");
        await AskedAsync(api, 500);

        (await other.Admin.PostAsync($"runs/{run}/cancel")).ShouldBe(HttpStatusCode.Accepted);

        await StatusAsync(one.Admin, run, "cancelled");
    }

    private static async Task AKeyStandsForOneRunAsync(ServerProcess one, ServerProcess other)
    {
        var pipeline = await SaveAsync(one.Admin, "keyed", null);
        var clients = Enumerable.Range(0, 10).Select(number => number % 2 == 0 ? one.Admin : other.Admin);

        var answers = await Task.WhenAll(clients.Select(client => client.PostAsync($"pipelines/{pipeline}/execute", null, ("Idempotency-Key", "once"))));

        answers.Select(answer => answer.ShouldBe(HttpStatusCode.Accepted)["run_id"]).Distinct().ShouldHaveSingleItem();
        (await one.Admin.GetAsync($"pipelines/{pipeline}/runs")).Body.GetProperty("items").GetArrayLength().ShouldBe(1);
        (await other.Admin.PostAsync($"pipelines/{pipeline}/execute", new { limit = 1 }, ("Idempotency-Key", "once"))).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
    }

    private static async Task RequestsOfAWebhookAreCountedTogetherAsync(ServerProcess one, ServerProcess other, string files)
    {
        ApiAnswer[] answers;
        DateTimeOffset begun;
        do
        {
            var pipeline = await TriggeredPipeline.SaveAsync(one.Admin, files, [new { type = "webhook", max_per_minute = 3 }]);
            var address = await pipeline.AddressAsync();
            begun = DateTimeOffset.UtcNow;
            answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => (number % 2 == 0 ? one : other).Admin.PostAsync(address, "no json")));
        }
        while (begun.Minute != DateTimeOffset.UtcNow.Minute);

        answers.Count(answer => answer.Status == HttpStatusCode.TooManyRequests).ShouldBe(5, string.Join('\n', answers.Select(answer => answer.Text)));
    }

    private static async Task<string> SaveAsync(ApiClient admin, string name, object? schedule)
    {
        var definition = new Dictionary<string, object>
        {
            ["name"] = name,
            ["source"] = new { connector_type = "file", config = new { path = "one.csv" } },
            ["destination"] = new { connector_type = "file", config = new { path = $"{name}.csv", write_mode = "replace" } },
        };
        if (schedule is not null)
            definition["schedule"] = schedule;
        return (await admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created)["id"];
    }

    private static Task<long> RunsAsync(string platform, string pipeline) =>
        Database.ScalarAsync<long>(platform, $"SELECT count(*) FROM dataaggregator.runs WHERE pipeline_id = '{pipeline}'");
}
