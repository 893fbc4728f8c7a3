using System.Net;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Two servers take over the events of one stream and give them to runs, while one of them is killed again and again: each event arrives once.</summary>
public sealed class TwoHostsStreamTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private const int Events = 15;
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Every_event_arrives_once_over_kills_of_one_host()
    {
        var platform = await postgres.CreateDatabaseAsync();
        var target = await postgres.CreateDatabaseAsync();
        // Each host has its own event hub here, and takes over from that; the streams in the database they share.
        await using var other = await ServerProcess.StartAsync(platform, folder, engine: "other");
        (await other.Admin.PostAsync("pipelines", new
        {
            name = "events",
            source = new { connector_type = "stream", config = new { stream = "events" } },
            destination = PagedRuns.Table(target, "events", "append"),
            triggers = new object[] { new { type = "stream", stream = "events", max_events = 20, max_wait_seconds = 0 } },
        })).ShouldBe(HttpStatusCode.Created);
        var posted = 0;

        foreach (var place in new[] { "stream_kept:2", "trigger_firing:1", "trigger_fired:1", "by SIGKILL" })
        {
            await using (var one = await ServerProcess.StartAsync(platform, folder, place == "by SIGKILL" ? "" : place, engine: "one"))
                posted = await PostUntilDeadAsync(one, other, place, posted);
            // It takes up what it had accepted and begun.
            await using var restarted = await ServerProcess.StartAsync(platform, folder, engine: "one");
            await ArrivedAsync(platform, target, posted * Events);
        }

        (await Database.ScalarAsync<long>(target, "SELECT count(*) FROM events")).ShouldBe(posted * Events);
        (await Database.ScalarAsync<long>(target, "SELECT count(DISTINCT id) FROM events")).ShouldBe(posted * Events);
        // No event was given to two runs, and none to no run.
        (await Database.ScalarAsync<long>(platform, "SELECT sum(records_read)::int8 FROM dataaggregator.runs WHERE status = 'success'")).ShouldBe(posted * Events);
        (await Database.ScalarAsync<long>(platform, "SELECT count(*) FROM dataaggregator.runs WHERE status <> 'success'")).ShouldBe(0);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Posts events to both by turns until one of them has died; how many times events were posted in all.</summary>
    private static async Task<int> PostUntilDeadAsync(ServerProcess one, ServerProcess other, string place, int posted)
    {
        var death = one.Process.ExitAsync();
        for (var round = 0; !death.IsCompleted; round++)
        {
            if (place == "by SIGKILL" && round == 6)
                one.Process.Kill();
            // What was not answered is sent again, under its key, to the other: both have accepted it, perhaps.
            if (!await PostAsync(round % 2 == 0 ? one : other, posted))
                (await PostAsync(other, posted)).ShouldBeTrue();
            posted++;
            // Which of the two gives events to a run is chance: not more of them than it takes.
            await Task.WhenAny(death, Task.Delay(TimeSpan.FromMilliseconds(100)));
        }

        (await death).ShouldBe(137);
        return posted;
    }

    private static async Task<bool> PostAsync(ServerProcess server, int request)
    {
        try
        {
            var answer = await server.Admin.PostAsync("streams/events/events", Enumerable.Range(request * Events, Events).Select(id => new { id }), ("Idempotency-Key", $"request {request}"));
            answer.ShouldBe(HttpStatusCode.Accepted)["accepted"].ShouldBe("15");
            return true;
        }
        catch (HttpRequestException)
        {
            // It died before it answered.
            return false;
        }
    }

    private static async Task ArrivedAsync(string platform, string target, int events)
    {
        var seen = "";
        await Eventually.HoldsAsync(
            async () =>
            {
                seen = await Database.ScalarAsync<string>(platform, "SELECT coalesce(string_agg(concat_ws(' ', status, records_read, error), ', '), '') FROM (SELECT status, records_read, error FROM dataaggregator.runs WHERE status <> 'success') r");
                return await Database.ScalarAsync<bool>(target, "SELECT to_regclass('events') IS NOT NULL")
                    && await Database.ScalarAsync<long>(platform, "SELECT coalesce(sum(records_read), 0)::int8 FROM dataaggregator.runs WHERE status = 'success'") >= events;
            },
            () => $"{events} events were read; others: {seen}",
            TimeSpan.FromMinutes(4));
    }
}
