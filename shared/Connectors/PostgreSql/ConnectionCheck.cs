using System.Runtime.CompilerServices;
using DataAggregator.Core.Connectors;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Tries a connection step by step: the host, the login, then what the caller looks at.</summary>
internal sealed class ConnectionCheck(PostgreSqlConnections connections, PostgreSqlOptions options)
{
    /// <summary>Yields the checks up to the first that fails.</summary>
    public async IAsyncEnumerable<Check> RunAsync(
        Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyList<Check>>> further, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (connection, failure) = await OpenAsync(cancellationToken);
        if (failure is not null)
        {
            var reached = failure.Code is "authentication_failed" or "database_missing" or "too_many_connections" or "permission_denied";
            if (reached)
                yield return new("host", true, $"PostgreSQL answers at {options.Host}:{options.Port}.");
            yield return new(reached ? "login" : "host", false, Describe(failure));
            yield break;
        }

        await using (connection)
        {
            var version = connection!.PostgreSqlVersion;
            yield return new("host", true, $"PostgreSQL {version} answers at {options.Host}:{options.Port}.");
            yield return new("login", true, $"'{options.Username}' may use database '{options.Database}'.");
            if (options.SslMode == PostgreSqlSslMode.Require)
                yield return new("tls", true, "Warning: ssl_mode require encrypts, but trusts any certificate; verify-full also proves that this is the right server.");
            foreach (var check in await FurtherAsync(connection, further, cancellationToken))
                yield return check;
        }
    }

    private static string Describe(ConnectorException failure) => failure.Hint is { } hint ? $"{failure.Message} {hint}" : failure.Message;

    private async Task<(NpgsqlConnection? Connection, ConnectorException? Failure)> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await connections.OpenAsync(options, cancellationToken), null);
        }
        catch (ConnectorException failure)
        {
            return (null, failure);
        }
    }

    private async Task<IReadOnlyList<Check>> FurtherAsync(
        NpgsqlConnection connection, Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyList<Check>>> further, CancellationToken cancellationToken)
    {
        try
        {
            return await further(connection, cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            return [new("permission", false, Describe(PostgreSqlErrors.Translate(exception, options)))];
        }
        catch (ConnectorException exception)
        {
            return [new("permission", false, Describe(exception))];
        }
    }
}
