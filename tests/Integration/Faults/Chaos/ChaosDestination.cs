using System.Globalization;
using DataAggregator.Tests.Fixtures;
using Npgsql;

namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>Where an episode's records go, and what is there.</summary>
internal sealed class ChaosDestination
{
    private readonly string? connection;
    private readonly string file;

    private ChaosDestination(ChaosTarget target, string? connection, string file)
    {
        this.connection = connection;
        this.file = file;
        Definition = connection is null
            ? new { connector_type = "file", config = new { path = file, write_mode = "replace" } }
            : Table(target, new NpgsqlConnectionStringBuilder(connection));
    }

    /// <summary>The destination as a pipeline names it.</summary>
    public object Definition { get; }

    /// <summary>Makes an empty destination; one that is to be replaced holds a row already.</summary>
    public static async Task<ChaosDestination> CreateAsync(ChaosTarget target, PostgresFixture postgres, string file)
    {
        if (target == ChaosTarget.CsvFile)
            return new ChaosDestination(target, null, file);
        var connection = await postgres.CreateDatabaseAsync();
        var key = target == ChaosTarget.Upsert ? " PRIMARY KEY" : "";
        var old = target == ChaosTarget.Replace ? "; INSERT INTO numbers VALUES (-1, 1, 'old', 'old')" : "";
        await using var database = await OpenAsync(connection);
        await using var create = new NpgsqlCommand($"CREATE TABLE numbers (n bigint{key}, digit bigint, word text, email text){old}", database);
        await create.ExecuteNonQueryAsync();
        return new ChaosDestination(target, connection, file);
    }

    /// <summary>What is there: how many records, how many different ones, and the hash of their content in order.</summary>
    public async Task<(long Records, long Different, string Content)> LookAsync()
    {
        if (connection is null)
            return await LookIntoFileAsync();
        await using var database = await OpenAsync(connection);
        await using var look = new NpgsqlCommand("SELECT count(*), count(DISTINCT n), coalesce(md5(string_agg(n || ':' || word, ',' ORDER BY n)), '') FROM numbers", database);
        await using var row = await look.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt64(0), row.GetInt64(1), row.GetString(2));
    }

    private static object Table(ChaosTarget target, NpgsqlConnectionStringBuilder to) => new
    {
        connector_type = "postgresql",
        config = new
        {
            host = to.Host,
            port = to.Port,
            database = to.Database,
            username = to.Username,
            password = to.Password,
            table = "numbers",
            write_mode = target switch { ChaosTarget.Upsert => "upsert", ChaosTarget.Replace => "replace", _ => "append" },
            primary_key = target == ChaosTarget.Upsert ? new[] { "n" } : [],
        },
    };

    private static async Task<NpgsqlConnection> OpenAsync(string connection)
    {
        var opened = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await opened.OpenAsync();
        return opened;
    }

    private async Task<(long Records, long Different, string Content)> LookIntoFileAsync()
    {
        if (!File.Exists(file))
            return (0, 0, "");
        var rows = (await File.ReadAllLinesAsync(file)).Skip(1).Select(line => line.Split(',')).Select(fields => (N: long.Parse(fields[0], CultureInfo.InvariantCulture), Word: fields[2])).ToList();
        var lines = rows.OrderBy(row => row.N).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.N}:{row.Word}"));
        return (rows.Count, rows.Select(row => row.N).Distinct().Count(), Numbers.Hash(lines));
    }
}
