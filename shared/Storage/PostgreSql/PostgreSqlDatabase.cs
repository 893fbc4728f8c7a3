using System.Data.Common;
using DataAggregator.Core.Storage;
using Npgsql;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The platform's database: pooled connections whose tables stand in a schema of their own, beside whatever else the database holds.</summary>
internal sealed class PostgreSqlDatabase : IAsyncDisposable
{
    /// <summary>The schema of all our tables.</summary>
    public const string Schema = "dataaggregator";

    // A host that freezes amid a transaction must not keep the others from its runs for longer than this.
    private const string GivesUpLocks = "-c idle_in_transaction_session_timeout=15s";
    private const string TransactionGivenUp = "25P03";

    private readonly NpgsqlDataSource pool;
    private readonly NpgsqlDataSource dedicated;

    public PostgreSqlDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Schema };
        settings.ApplicationName ??= "DataAggregator";
        settings.Options = $"{GivesUpLocks} {settings.Options}".TrimEnd();
        var asked = Keywords(connectionString);
        // A small run is some hundred statements, of which the server spends more on parsing, planning and resetting than on doing them.
        if (!asked.Contains("MaxAutoPrepare"))
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (200, 3);
        if (!asked.Contains("NoResetOnClose"))
            settings.NoResetOnClose = true;
        pool = NpgsqlDataSource.Create(settings);
        // A connection that waits for hours notices by keep-alives that the server is gone.
        settings.Pooling = false;
        settings.KeepAlive = 30;
        dedicated = NpgsqlDataSource.Create(settings);
    }

    /// <summary>A connection outside of the pool, for what holds one for long.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => await dedicated.OpenConnectionAsync(cancellationToken);

    /// <summary>The rows of a query, or those that a statement returns.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<List<T>> QueryAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        UseAsync(connection => new PostgreSqlSession(connection).QueryAsync(statement, read, cancellationToken), cancellationToken);

    /// <summary>Does <paramref name="work"/> in one transaction.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<T> WriteAsync<T>(Func<PostgreSqlSession, Task<T>> work, CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var result = await work(new PostgreSqlSession(connection));
            await transaction.CommitAsync(cancellationToken);
            return result;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await pool.DisposeAsync();
        await dedicated.DisposeAsync();
    }

    /// <summary>The settings that a connection string has; each can be written with blanks and without.</summary>
    private static HashSet<string> Keywords(string connectionString) => new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys
        .Cast<string>().Select(keyword => keyword.Replace(" ", "", StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>An absence of the database is told apart from one of the databases that runs read and write.</summary>
    private async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await pool.OpenConnectionAsync(cancellationToken);
            return await work(connection);
        }
        catch (NpgsqlException away) when (away.IsTransient || away.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or TransactionGivenUp)
        {
            throw new StoreUnavailableException("The platform's database", away);
        }
    }
}
