using System.Text.Json;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using DataAggregator.Storage;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class PostgreSqlRunIndexTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    // A million runs of 500 pipelines over a year, one in a thousand failed, a handful unfinished.
    private const string Fill = """
        SET search_path = dataaggregator;
        SELECT ensure_month('runs', 'created_at', (date '2025-01-01' + make_interval(months => m))::date) FROM generate_series(0, 11) m;
        INSERT INTO runs (id, run_key, pipeline_id, pipeline_name, pipeline_version, status, trigger_kind, parameters, logical_time, created_at, epoch, cancel_requested, dry_run)
        SELECT 'r' || n, 'k' || n, 'p' || n % 500, 'Pipeline', 1,
            CASE WHEN n % 100000 = 0 THEN 'running' WHEN n % 1000 = 1 THEN 'failed' ELSE 'success' END,
            'manual', '{}', t, t, 1, false, false
        FROM generate_series(1, 1000000) n, LATERAL (SELECT timestamptz '2025-01-01Z' + make_interval(secs => n * 31) AS t) i;
        ANALYZE runs;
        """;

    private static readonly (string Name, object Value)[] Values =
        [("@pipeline", "p7"), ("@status", "failed"), ("@at", new DateTimeOffset(2025, 9, 9, 0, 0, 0, TimeSpan.Zero)), ("@id", "r5"), ("@limit", 51)];

    [Fact]
    public async Task Every_list_of_a_million_runs_is_read_through_an_index_in_order()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var services = await PostgreSqlTestServices.ConnectAsync(database);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using (var fill = new NpgsqlCommand(Fill, connection) { CommandTimeout = 300 })
            await fill.ExecuteNonQueryAsync();
        var after = new Keyset("-created_at", "0", "r5");
        var reverse = new PageRequest(Sort: "created_at");

        foreach (var query in new RunQuery[] { new(new()), new(new(), "p7"), new(new(), null, RunStatus.Failed), new(new(), "p7", RunStatus.Failed) })
        {
            await ShouldReadInOrderAsync(connection, RunRow.List(query, null, "ILIKE"));
            await ShouldReadInOrderAsync(connection, RunRow.List(query, after, "ILIKE"));
            await ShouldReadInOrderAsync(connection, RunRow.List(query with { Page = reverse }, after, "ILIKE"));
        }

        await ShouldReadInOrderAsync(connection, $"SELECT {RunRow.Columns} FROM runs r WHERE r.{RunRow.Unfinished} ORDER BY r.created_at, r.id");
        (await services.GetRequiredService<IRunStore>().ListUnfinishedAsync(CancellationToken.None)).Count.ShouldBe(10);
        (await services.GetRequiredService<IRunStore>().LatestAsync(["p7", "p8"], CancellationToken.None))["p7"].Id.ShouldBe("r999507");
    }

    private static async Task ShouldReadInOrderAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand($"EXPLAIN (FORMAT JSON) {sql}", connection);
        foreach (var (name, value) in Values)
            command.Parameters.AddWithValue(name, value);
        var plan = (string)(await command.ExecuteScalarAsync())!;
        var nodes = Nodes(JsonSerializer.Deserialize<JsonElement>(plan)[0].GetProperty("Plan")).ToList();

        // Partitions without rows are read as the planner likes; those of 2025 hold the million.
        nodes.ShouldContain(node => node.StartsWith("Index Scan on runs_2025", StringComparison.Ordinal) || node.StartsWith("Bitmap Heap Scan on runs_2025", StringComparison.Ordinal), sql);
        nodes.ShouldNotContain(node => node.StartsWith("Seq Scan on runs_2025", StringComparison.Ordinal), sql);
        // What may be long is read in the index's order, so that the limit ends the scan.
        if (sql.EndsWith("LIMIT @limit", StringComparison.Ordinal) && !sql.Contains("@pipeline AND r.status", StringComparison.Ordinal))
            nodes.ShouldNotContain("Sort", sql);
    }

    private static IEnumerable<string> Nodes(JsonElement node)
    {
        yield return node.GetProperty("Node Type").GetString() + (node.TryGetProperty("Relation Name", out var relation) ? $" on {relation.GetString()}" : "");
        if (!node.TryGetProperty("Plans", out var children))
            yield break;
        foreach (var below in children.EnumerateArray().SelectMany(Nodes))
            yield return below;
    }
}
