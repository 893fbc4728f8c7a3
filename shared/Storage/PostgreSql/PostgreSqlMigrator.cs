using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>Brings the platform's database up to date. Any number of hosts may do so at once: one does it, the others wait.</summary>
public sealed class PostgreSqlMigrator
{
    /// <summary>Any number that nobody else locks by.</summary>
    internal const long Lock = 7_301_445_123_001;
    private const string ResourcePrefix = "DataAggregator.Storage.PostgreSql.Migrations.";
    private const int MonthsAhead = 3;

    /// <summary>The tables of which each month has a partition, with the column that says the month.</summary>
    internal static readonly string[] PartitionedByRun = ["runs created_at", "run_segments run_created_at", "dead_letters run_created_at", "run_schemas run_created_at", "run_drifts run_created_at", "run_samples run_created_at", "run_logs run_created_at"];

    /// <summary>
    /// Migrations that failed on some databases and were mended so that they make the same of all others: the checksum of the mended script, and that of the first,
    /// under which it stays known, to versions before that take up a database in which they were applied.
    /// </summary>
    private static readonly Dictionary<string, (string Mended, string First)> Mended = new(StringComparer.Ordinal)
    {
        ["0007_pipeline_versions"] = ("0779ab515c77287289397cce64ec8ffc7e63f95d8d9c0b03e8cd1d376135164e", "3934bd4863a77fa408728d91fde5eb9b8f27c35d2d01ebd2ecb17b0e9e71f64f"),
        ["0017_dead_letters"] = ("620c343d9bccb3b2c4d91928783510b0fee6118f2b9a8d82df24e27d55f22480", "6e5a490b41f74b648266819432645639faf4744eec63189caa894dc642ad2938"),
        ["0019_schedules"] = ("b067dfcb82caa1fc4a6ee619bcf9e845e604adec0a802bad74e1a4c9feb692ef", "0fb15ce6c7e2aaa650b66d8e16454c1e68c24ce347754c2fb61f640fc1e86105"),
    };

    private readonly PostgreSqlDatabase database;
    private readonly TimeProvider time;
    private readonly ILogger<PostgreSqlMigrator> logger;

    internal PostgreSqlMigrator(PostgreSqlDatabase database, TimeProvider time, ILogger<PostgreSqlMigrator> logger) =>
        (this.database, this.time, this.logger) = (database, time, logger);

    /// <summary>Applies the migrations that the database lacks, in order, and makes the partitions of the coming months.</summary>
    /// <exception cref="InvalidDataException">An applied migration differs from ours, or a newer version of the product applied more.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        var session = new PostgreSqlSession(connection);
        // Held until the connection closes.
        await session.ExecuteAsync([new("SELECT pg_advisory_lock(@lock)", ("@lock", Lock))], cancellationToken);
        await session.ExecuteAsync(
            [
                new($"CREATE SCHEMA IF NOT EXISTS {PostgreSqlDatabase.Schema}"),
                new("CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL)"),
            ],
            cancellationToken);
        var applied = (await session.QueryAsync(new("SELECT name, checksum FROM migrations"), row => (Name: row.GetString(0), Checksum: row.GetString(1)), cancellationToken))
            .ToDictionary(migration => migration.Name, migration => migration.Checksum, StringComparer.Ordinal);
        var ours = Ours();
        if (applied.Keys.Except(ours.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).LastOrDefault() is { } unknown)
            throw new InvalidDataException($"The database was brought up to date by a newer version of the product (migration {unknown}): update this one.");
        foreach (var (name, script) in ours)
        {
            var checksum = ChecksumOf(name, script);
            if (!applied.TryGetValue(name, out var known))
                await ApplyAsync(connection, name, script, checksum, cancellationToken);
            else if (known != checksum)
                throw new InvalidDataException($"The migration {name} was applied to the database with another content than this version's: the two do not belong together.");
        }

        await EnsurePartitionsAsync(session, cancellationToken);
    }

    /// <summary>Makes the partitions of this month and the next three. To be called about daily; a month that was missed is made up for.</summary>
    public async Task EnsurePartitionsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        var session = new PostgreSqlSession(connection);
        await session.ExecuteAsync([new("SELECT pg_advisory_lock(@lock)", ("@lock", Lock))], cancellationToken);
        await EnsurePartitionsAsync(session, cancellationToken);
    }

    private static SortedDictionary<string, string> Ours()
    {
        var migrations = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(PostgreSqlMigrator).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(resource => resource.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            migrations.Add(resource[ResourcePrefix.Length..^".sql".Length], reader.ReadToEnd().ReplaceLineEndings("\n"));
        }

        return migrations;
    }

    private static string ChecksumOf(string name, string script)
    {
        var own = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        return Mended.TryGetValue(name, out var mended) && own == mended.Mended ? mended.First : own;
    }

    private async Task ApplyAsync(NpgsqlConnection connection, string name, string script, string checksum, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand(script, connection))
            await command.ExecuteNonQueryAsync(cancellationToken);
        await new PostgreSqlSession(connection).ExecuteAsync(
            [new("INSERT INTO migrations VALUES (@name, @checksum, @now)", ("@name", name), ("@checksum", checksum), ("@now", time.GetUtcNow()))],
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Log.MigrationApplied(logger, name);
    }

    private async Task EnsurePartitionsAsync(PostgreSqlSession session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var month = new DateOnly(now.Year, now.Month, 1);
        for (var ahead = 0; ahead <= MonthsAhead; ahead++)
        {
            foreach (var (table, column) in PartitionedByRun.Select(entry => (entry.Split(' ')[0], entry.Split(' ')[1])))
            {
                await session.ExecuteAsync(
                    [new("SELECT ensure_month(@table, @column, @month)", ("@table", table), ("@column", column), ("@month", month.AddMonths(ahead)))],
                    cancellationToken);
            }
        }
    }
}
