using System.Collections.Concurrent;
using System.Net;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Security;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>
/// Owns the connection pools, one a configuration and address. A host is resolved through <see cref="IEgress"/> each time a connection is
/// taken, and the pool dials the address that it allowed; TLS still verifies the name.
/// </summary>
public sealed class PostgreSqlConnections(IEgress egress) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<PoolKey, Lazy<NpgsqlDataSource>> pools = new();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var key in pools.Keys)
        {
            if (pools.TryRemove(key, out var pool) && pool.IsValueCreated)
                await pool.Value.DisposeAsync();
        }
    }

    /// <summary>An open connection from the pool.</summary>
    /// <exception cref="ConnectorException">No connection can be had; the message names host, port and reason.</exception>
    internal async Task<NpgsqlConnection> OpenAsync(PostgreSqlOptions options, CancellationToken cancellationToken)
    {
        var addresses = await egress.ResolveAsync(options.Host, options.Port, cancellationToken);
        for (var i = 0; ; i++)
        {
            try
            {
                return await PoolFor(options, addresses[i]).OpenConnectionAsync(cancellationToken);
            }
            catch (NpgsqlException exception) when (exception is PostgresException || i == addresses.Count - 1)
            {
                throw PostgreSqlErrors.Translate(exception, options);
            }
            catch (NpgsqlException)
            {
                // Unreachable at this address (IPv6 without a route, a server that listens on IPv4 only): the next one may answer.
                continue;
            }
        }
    }

    /// <summary>
    /// Ends what a connection was doing on the server when its reader gave up: the driver drops such a connection, and the server would
    /// notice only when it next has something to send.
    /// </summary>
    internal async Task CancelAsync(PostgreSqlOptions options, int processId)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await using var connection = await OpenAsync(options, patience.Token);
            await using var command = new NpgsqlCommand("SELECT pg_cancel_backend($1)", connection) { Parameters = { new() { Value = processId } } };
            await command.ExecuteNonQueryAsync(patience.Token);
        }
        catch (Exception exception) when (exception is ConnectorException or NpgsqlException or OperationCanceledException)
        {
            // The server cannot be reached either: it ends the query by itself when it finds the connection gone.
            return;
        }
    }

    private static NpgsqlDataSource CreatePool(PoolKey key)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = key.Address.ToString(),
            Port = key.Port,
            Database = key.Database,
            Username = key.Username,
            Password = key.Password?.Reveal(),
            SslMode = Enum.Parse<SslMode>(key.SslMode.ToString(), ignoreCase: true),
            GssEncryptionMode = GssEncryptionMode.Disable,
            MaxPoolSize = key.MaxPoolSize,
            Timeout = key.ConnectTimeout,
            // Merging and swapping take as long as they take; cancellation ends them.
            CommandTimeout = 0,
            TcpKeepAlive = true,
            Timezone = "UTC",
            ApplicationName = "dataaggregator",
            ReadBufferSize = 64 * 1024,
        };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UseSslClientAuthenticationOptionsCallback(tls => tls.TargetHost = key.Host);
        return builder.Build();
    }

    private NpgsqlDataSource PoolFor(PostgreSqlOptions options, IPAddress address)
    {
        var key = new PoolKey(
            options.Host, address, options.Port, options.Database, options.Username, options.Password, options.SslMode,
            options.ConnectionPoolSize + options.MaxOverflow, options.ConnectTimeout);
        return pools.GetOrAdd(key, static key => new Lazy<NpgsqlDataSource>(() => CreatePool(key))).Value;
    }

    private sealed record PoolKey(
        string Host, IPAddress Address, int Port, string Database, string Username, Secret? Password, PostgreSqlSslMode SslMode, int MaxPoolSize, int ConnectTimeout);
}
