using System.Net;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Kills the server while it takes events over and gives them to runs: each event that was accepted arrives once, in order.</summary>
public sealed class KilledStreamTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private const int Events = 40;
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Every_event_arrives_once_over_kills()
    {
        var connection = await postgres.CreateDatabaseAsync();
        var points = new[] { "stream_kept:1", "trigger_firing:1", "trigger_fired:1", "run_finished:1" };
        for (var round = 0; round < points.Length; round++)
        {
            bool isAnswered;
            await using (var server = await ServerProcess.StartAsync(connection, folder, points[round]))
            {
                if (round == 0)
                    await SaveAsync(server.Admin);
                isAnswered = await PostAsync(server.Admin, round);
                (await server.Process.ExitAsync()).ShouldBe(137, $"it did not die at {points[round]}");
            }

            await using var restarted = await ServerProcess.StartAsync(connection, folder);
            // What was not answered is sent again, under its key.
            if (!isAnswered)
                (await PostAsync(restarted.Admin, round)).ShouldBeTrue();
            await Eventually.HoldsAsync(
                async () => await Database.ScalarAsync<long>(connection, "SELECT coalesce(sum(records_read), 0)::int8 FROM dataaggregator.runs WHERE status = 'success'") >= (round + 1) * Events, "all events were read", TimeSpan.FromMinutes(3));
        }

        var ids = (await File.ReadAllLinesAsync(Path.Combine(folder["files"], "events.ndjson"))).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetInt32()).ToList();
        ids.ShouldBe(Enumerable.Range(0, points.Length * Events));
    }

    public void Dispose() => folder.Dispose();

    private static async Task SaveAsync(ApiClient admin) => (await admin.PostAsync("pipelines", new
    {
        name = "events",
        source = new { connector_type = "stream", config = new { stream = "events" } },
        destination = new { connector_type = "file", config = new { path = "events.ndjson", file_format = "ndjson", write_mode = "append" } },
        triggers = new object[] { new { type = "stream", stream = "events", max_events = 15, max_wait_seconds = 0 } },
    })).ShouldBe(HttpStatusCode.Created);

    /// <summary>Posts the events of a round, one request; whether it was answered.</summary>
    private static async Task<bool> PostAsync(ApiClient admin, int round)
    {
        try
        {
            var answer = await admin.PostAsync("streams/events/events", Enumerable.Range(round * Events, Events).Select(id => new { id }), ("Idempotency-Key", $"round {round}"));
            answer.ShouldBe(HttpStatusCode.Accepted)["accepted"].ShouldBe("40");
            return true;
        }
        catch (HttpRequestException)
        {
            // It died before it answered.
            return false;
        }
    }
}
