using System.Net;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Faults.PagedRuns;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Kills the server around the steps of a backfill, which appends: each chunk has to be read and delivered once.</summary>
public sealed class KilledBackfillTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    /// <summary>Before its orchestration, before and after a chunk is noted as begun (at the same place twice), and where one is noted as done.</summary>
    private static readonly string[] Deaths = ["backfill_created:1", "chunk_moved:1", "chunk_moved:1", "chunk_saved:2", "chunk_moved:2"];

    [Fact]
    public async Task Each_chunk_is_carried_out_once_however_often_the_server_dies()
    {
        using var folder = new TemporaryFolder();
        var (platform, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateDatabaseAsync());
        await Database.ExecuteAsync(target, "CREATE TABLE source AS SELECT date '2025-01-01' + n AS day, n FROM generate_series(0, 5) n");
        await using (var first = await ServerProcess.StartAsync(platform, folder, Deaths[0]))
        {
            await BeginAsync(first.Admin, target);
            (await first.Process.ExitAsync()).ShouldBe(137);
        }

        foreach (var point in Deaths[1..])
            await ServerProcess.DieAsync(platform, folder, point);

        await using var last = await ServerProcess.StartAsync(platform, folder);
        await Eventually.HoldsAsync(
            async () => await Database.ScalarAsync<long>(platform, "SELECT count(*) FROM dataaggregator.backfills WHERE ended_at IS NOT NULL") == 1, "the backfill ends", TimeSpan.FromMinutes(3));

        (await Database.ScalarAsync<string>(platform, "SELECT string_agg(status, ' ' ORDER BY number) FROM dataaggregator.backfill_chunks")).ShouldBe("done done done");
        (await Database.ScalarAsync<long>(platform, "SELECT count(*) FROM dataaggregator.runs")).ShouldBe(3);
        (await Database.ScalarAsync<string>(target, "SELECT count(*) || ' ' || count(DISTINCT n) FROM target")).ShouldBe("6 6");
    }

    private static async Task BeginAsync(ApiClient admin, string target)
    {
        var destination = JsonSerializer.SerializeToNode(Table(target, "target", "append"))!;
        var source = destination.DeepClone();
        source["config"]!["table"] = "source";
        source["config"]!.AsObject().Remove("write_mode");
        source["incremental"] = JsonSerializer.SerializeToNode(new { cursor_field = "day" });
        var pipeline = (await admin.PostAsync("pipelines", new { name = "days", source, destination })).ShouldBe(HttpStatusCode.Created)["id"];
        try
        {
            await admin.PostAsync($"pipelines/{pipeline}/backfill", new { from = "2025-01-01", to = "2025-01-07", step = "2d" });
        }
        catch (HttpRequestException)
        {
            // It died before it answered.
        }
    }
}
