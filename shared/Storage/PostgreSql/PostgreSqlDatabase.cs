using System.Data.Common;
using Npgsql;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The platform's database: pooled connections whose tables stand in a schema of their own, beside whatever else the database holds.</summary>
internal sealed class PostgreSqlDatabase : IAsyncDisposable
{
    /// <summary>The schema of all our tables.</summary>
    public const string Schema = "dataaggregator";

    private readonly NpgsqlDataSource pool;
    private readonly NpgsqlDataSource dedicated;

    public PostgreSqlDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Schema };
        settings.ApplicationName ??= "DataAggregator";
        pool = NpgsqlDataSource.Create(settings);
        // A connection that waits for hours notices by keep-alives that the server is gone.
        settings.Pooling = false;
        settings.KeepAlive = 30;
        dedicated = NpgsqlDataSource.Create(settings);
    }

    /// <summary>A connection outside of the pool, for what holds one for long.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => await dedicated.OpenConnectionAsync(cancellationToken);

    /// <summary>The rows of a query, or those that a statement returns.</summary>
    public async Task<List<T>> QueryAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await pool.OpenConnectionAsync(cancellationToken);
        return await new PostgreSqlSession(connection).QueryAsync(statement, read, cancellationToken);
    }

    /// <summary>Does <paramref name="work"/> in one transaction.</summary>
    public async Task<T> WriteAsync<T>(Func<PostgreSqlSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await pool.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(new PostgreSqlSession(connection));
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await pool.DisposeAsync();
        await dedicated.DisposeAsync();
    }
}
