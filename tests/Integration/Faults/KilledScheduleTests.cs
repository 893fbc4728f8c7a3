using System.Net;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Npgsql;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Kills the server before and after it has decided about the instants of a schedule, and again while it makes up for them: each instant starts one run.</summary>
public sealed class KilledScheduleTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly string[] Deaths = ["schedule_deciding:2", "schedule_decided:2", "schedule_decided:1"];

    [Fact]
    public async Task Each_instant_starts_one_run_however_often_the_scheduler_dies()
    {
        using var folder = new TemporaryFolder();
        var platform = await postgres.CreateDatabaseAsync();
        Directory.CreateDirectory(folder["files"]);
        await File.WriteAllTextAsync(folder["files/one.csv"], "id\n1\n");
        await using (var first = await ServerProcess.StartAsync(platform, folder, Deaths[0]))
        {
            await SaveAsync(first.Admin);
            (await first.Process.ExitAsync()).ShouldBe(137);
        }

        foreach (var point in Deaths[1..])
            await ServerProcess.DieAsync(platform, folder, point);

        await using var last = await ServerProcess.StartAsync(platform, folder);
        var restarted = DateTimeOffset.UtcNow;
        await Eventually.HoldsAsync(async () => (await InstantsAsync(platform)) is [.., var newest] && newest > restarted, "the schedule goes on");
        await Database.ExecuteAsync(platform, "DELETE FROM dataaggregator.pipeline_schedules");
        await Eventually.HoldsAsync(
            async () => await Database.ScalarAsync<long>(platform, "SELECT count(*) FROM dataaggregator.runs WHERE status <> 'success'") == 0, "all runs succeed", TimeSpan.FromMinutes(3));

        var instants = await InstantsAsync(platform);
        instants.ShouldBe(Enumerable.Range(0, instants.Count).Select(number => instants[0].AddSeconds(2 * number)));
    }

    private static async Task SaveAsync(ApiClient admin)
    {
        var definition = new
        {
            name = "every two seconds",
            source = new { connector_type = "file", config = new { path = "one.csv" } },
            destination = new { connector_type = "file", config = new { path = "out.csv", write_mode = "replace" } },
            schedule = new { expression = "*/2 * * * * *", timezone = "UTC", catch_up = "all", overlap = "parallel" },
        };
        (await admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created);
    }

    private static async Task<List<DateTimeOffset>> InstantsAsync(string platform)
    {
        await using var database = NpgsqlDataSource.Create(platform);
        await using var command = database.CreateCommand("SELECT logical_time FROM dataaggregator.runs ORDER BY 1");
        await using var rows = await command.ExecuteReaderAsync();
        var instants = new List<DateTimeOffset>();
        while (await rows.ReadAsync())
            instants.Add(await rows.GetFieldValueAsync<DateTimeOffset>(0));
        return instants;
    }
}
