using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DataAggregator.Storage.Sqlite;

/// <summary>
/// The SQLite file of <c>run FILE</c>, behind one connection with prepared statements. Write-ahead log with <c>synchronous=NORMAL</c>:
/// what was committed survives the end of the process; a power loss may roll back the last commits, never tear one.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);
    private readonly SqliteConnection connection;

    private SqliteDatabase(SqliteConnection connection) => this.connection = connection;

    /// <summary>Opens the file, makes it when there is none, and brings its schema up to date.</summary>
    /// <exception cref="InvalidDataException">A newer version of the product wrote it.</exception>
    public static SqliteDatabase Open(string path)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        var connection = new SqliteConnection(settings.ConnectionString);
        var database = new SqliteDatabase(connection);
        try
        {
            connection.Open();
            database.Execute("PRAGMA busy_timeout = 30000");
            database.Query("PRAGMA journal_mode = WAL", row => row.GetString(0));
            database.Execute("PRAGMA synchronous = NORMAL");
            database.Execute("PRAGMA foreign_keys = ON");
            database.Migrate(path);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Does <paramref name="work"/> alone on the connection.</summary>
    public async Task<T> UseAsync<T>(Func<SqliteDatabase, T> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return work(this);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Does <paramref name="work"/> alone, in one transaction.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteDatabase, T> work, CancellationToken cancellationToken) => UseAsync(database => database.InTransaction(work), cancellationToken);

    /// <summary>Runs a statement; only within <see cref="UseAsync"/> or <see cref="WriteAsync"/>.</summary>
    /// <returns>The rows changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Prepare(sql, parameters).ExecuteNonQuery();

    /// <summary>Runs a query; only within <see cref="UseAsync"/> or <see cref="WriteAsync"/>.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var rows = Prepare(sql, parameters).ExecuteReader();
        List<T> items = [];
        while (rows.Read())
            items.Add(read(rows));
        return items;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
        connection.Dispose();
        turn.Dispose();
    }

    private T InTransaction<T>(Func<SqliteDatabase, T> work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            var result = work(this);
            Execute("COMMIT");
            return result;
        }
        catch
        {
            Execute("ROLLBACK");
            throw;
        }
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            prepared.Add(sql, command);
        }

        command.Parameters.Clear();
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    private void Migrate(string path)
    {
        InTransaction(database =>
        {
            var version = database.Query("PRAGMA user_version", row => row.GetInt32(0))[0];
            if (version > SqliteSchema.Migrations.Count)
                throw new InvalidDataException($"{path} was written by a newer version of the product (schema {version}, known is {SqliteSchema.Migrations.Count}): update, or choose another data directory.");
            foreach (var migration in SqliteSchema.Migrations.Skip(version))
                database.Execute(migration);
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {SqliteSchema.Migrations.Count}"));
            return true;
        });
    }
}
