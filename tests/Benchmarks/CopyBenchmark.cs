using System.Globalization;
using System.Text.Json;
using DataAggregator.Local;
using DataAggregator.Local.Npm;
using DataAggregator.Local.Processes;
using DataAggregator.Local.Servers;
using Npgsql;

namespace DataAggregator.Benchmarks;

/// <summary>
/// <c>run FILE</c> of an orders CSV into PostgreSQL without rules, against <c>psql \copy</c> of the same file into the same kind of table, in turn.
/// Whole processes are timed; what counts is the ratio of the medians. Needs <c>psql</c> and a Release build of the local host.
/// </summary>
internal static class CopyBenchmark
{
    private const string Columns =
        "order_id text, customer_id text, product_name text, quantity bigint, price numeric, order_date text, status text, customer_email text";

    public static async Task RunAsync(string[] args)
    {
        var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2_000_000;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
        var folder = Directory.CreateTempSubdirectory("dataaggregator-bench-");
        PrivateFiles.CreateFolder(folder.FullName, reachable: true);
        var csv = Path.Combine(folder.FullName, "orders.csv");
        await OrdersCsv.WriteAsync(csv, rows);
        await using var server = await StartAsync(Path.Combine(folder.FullName, "postgresql"));
        await server.EnsureDatabaseAsync("bench", CancellationToken.None);
        var target = new NpgsqlConnectionStringBuilder(server.ConnectionString("bench"));
        var pipeline = await WritePipelineAsync(folder.FullName, csv, target);

        var peers = new List<Measurement>();
        var ours = new List<Measurement>();
        for (var round = 0; round <= rounds; round++)
        {
            await ExecuteAsync(target, $"DROP TABLE IF EXISTS orders; CREATE TABLE orders ({Columns})");
            var peer = await Measurement.OfAsync(
                "psql", ["-q", "-c", $"\\copy orders from '{csv}' csv header"], new() { ["PGHOST"] = target.Host!, ["PGPORT"] = $"{target.Port}", ["PGDATABASE"] = "bench", ["PGUSER"] = target.Username!, ["PGPASSWORD"] = target.Password! });
            await ExecuteAsync(target, $"DROP TABLE IF EXISTS orders; CREATE TABLE orders ({Columns})");
            var own = await Measurement.OfAsync(Program.LocalHost, ["run", pipeline, "--json", "--data", Path.Combine(folder.FullName, $"data-{round}")], []);
            if (await CountAsync(target) != rows)
                throw new InvalidOperationException("The run did not load every row.");
            // The first round warms the disk cache and is not counted.
            if (round == 0)
                continue;
            peers.Add(peer);
            ours.Add(own);
        }

        Measurement.Print($"{rows:N0} rows x 8 columns, {new FileInfo(csv).Length / 1e6:N0} MB of CSV into PostgreSQL, median of {rounds}", [("psql \\copy", peers), ("run FILE", ours)]);
        folder.Delete(recursive: true);
    }

    private static async Task<PostgresServer> StartAsync(string data)
    {
        var packages = Checkout.Find().Servers;
        var progress = new ConsoleProgress();
        await new NodePackages(progress).EnsureInstalledAsync(packages, CancellationToken.None);
        return await PostgresServer.StartAsync(PostgresPackage.Locate(packages, UnprivilegedUser.WhenRoot()), data, ["max_wal_size=4GB"], progress, CancellationToken.None);
    }

    private static async Task<string> WritePipelineAsync(string folder, string csv, NpgsqlConnectionStringBuilder target)
    {
        var file = Path.Combine(folder, "orders.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
        {
            name = "orders",
            source = new { connector_type = "file", config = new { path = csv } },
            destination = new
            {
                connector_type = "postgresql",
                config = new { host = target.Host, port = target.Port, database = target.Database, username = target.Username, password = target.Password, table = "orders" },
            },
        }));
        return file;
    }

    private static async Task ExecuteAsync(NpgsqlConnectionStringBuilder target, string sql)
    {
        await using var source = NpgsqlDataSource.Create(target);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
        await using var checkpoint = source.CreateCommand("CHECKPOINT");
        await checkpoint.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(NpgsqlConnectionStringBuilder target)
    {
        await using var source = NpgsqlDataSource.Create(target);
        await using var command = source.CreateCommand("SELECT count(*) FROM orders");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
