using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace DataAggregator.Benchmarks.Runs;

/// <summary><c>runs [COUNT]</c>: many small runs on the server, of 100 records each, and the list of runs among a million.</summary>
internal static class RunsBenchmark
{
    public const string Usage = "runs [1000]";
    private const int RecordsARun = 100;

    private const string MillionRuns = """
        SELECT ensure_month('runs', 'created_at', (date '2025-01-01' + make_interval(months => m))::date) FROM generate_series(0, 11) m;
        INSERT INTO runs (id, run_key, pipeline_id, pipeline_name, pipeline_version, status, trigger_kind, parameters, logical_time, created_at, epoch, cancel_requested, dry_run)
        SELECT 'r' || n, 'k' || n, 'p' || n % 500, 'Pipeline', 1, CASE WHEN n % 1000 = 1 THEN 'failed' ELSE 'success' END, 'manual', '{}', t, t, 1, false, false
        FROM generate_series(1, 1000000) n, LATERAL (SELECT timestamptz '2025-01-01Z' + make_interval(secs => n * 31) AS t) i;
        ANALYZE runs;
        """;

    public static async Task RunAsync(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000;
        await using var server = await BenchmarkServer.StartAsync();
        var pipeline = await SaveAsync(server);
        await SmallRunsAsync(server, pipeline, 20);
        var seconds = await SmallRunsAsync(server, pipeline, count);
        Console.WriteLine("| what | figure |\n|---|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {count} runs of {RecordsARun} records each, CSV into a table | {seconds:0.0} s |"));
        await ListsAsync(server);
    }

    private static async Task<string> SaveAsync(BenchmarkServer server)
    {
        await File.WriteAllTextAsync(server.PathOf("small.csv"), $"id,name\n{string.Concat(Enumerable.Range(1, RecordsARun).Select(id => $"{id},name {id}\n"))}");
        var to = await server.DatabaseAsync();
        var pipeline = await server.PostAsync("pipelines", new
        {
            name = "small",
            source = new { connector_type = "file", config = new { path = server.PathOf("small.csv") } },
            transformations = new[] { new { type = "field_operation", operation = "uppercase", field_name = "name" } },
            destination = new
            {
                connector_type = "postgresql",
                config = new { host = to.Host, port = to.Port, database = "postgres", username = to.Username, password = to.Password, table = "small" },
            },
        });
        return pipeline.GetProperty("id").GetString()!;
    }

    private static async Task<double> SmallRunsAsync(BenchmarkServer server, string pipeline, int count)
    {
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await server.PostAsync($"pipelines/{pipeline}/execute", new { }));
        var left = 1L;
        await using var database = await server.OpenDatabaseAsync();
        while (left > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
            left = await ScalarAsync(database, "SELECT count(*) FROM runs WHERE status IN ('pending', 'running', 'paused', 'retrying')");
        }

        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (await ScalarAsync(database, "SELECT count(*) FROM runs WHERE status <> 'success'") is > 0 and var failed)
            throw new InvalidOperationException($"{failed} runs did not succeed.");
        return seconds;
    }

    private static async Task ListsAsync(BenchmarkServer server)
    {
        await using var database = await server.OpenDatabaseAsync();
        await using (var fill = new NpgsqlCommand(MillionRuns, database) { CommandTimeout = 600 })
            await fill.ExecuteNonQueryAsync();
        foreach (var path in (string[])["runs", "runs?status=failed", "runs?limit=200", "pipelines/p7/runs"])
        {
            await MillisecondsAsync(server, path);
            var times = new List<double>();
            for (var round = 0; round < 21; round++)
                times.Add(await MillisecondsAsync(server, path));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| GET /{path} among 1,000,000 runs, median of 21 | {Measurement.Median(times):0.0} ms |"));
        }
    }

    private static async Task<double> MillisecondsAsync(BenchmarkServer server, string path)
    {
        var begun = Stopwatch.GetTimestamp();
        JsonElement page = await server.GetAsync(path);
        return page.GetProperty("items").GetArrayLength() > 0 ? Stopwatch.GetElapsedTime(begun).TotalMilliseconds : throw new InvalidOperationException($"{path} listed nothing.");
    }

    private static async Task<long> ScalarAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
