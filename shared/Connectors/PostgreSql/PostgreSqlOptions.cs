using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>How to reach a database: the settings that source and destination share.</summary>
public abstract record PostgreSqlOptions
{
    /// <summary>A name for people.</summary>
    [Description("A name for this connection, for people.")]
    public string? Name { get; init; }

    /// <summary>Host name or address.</summary>
    [Description("Host name or address of the server.")]
    public required string Host { get; init; }

    /// <summary>TCP port.</summary>
    [Description("TCP port of the server.")]
    [Range(1, 65535)]
    public int Port { get; init; } = 5432;

    /// <summary>The database.</summary>
    [Description("Name of the database.")]
    public required string Database { get; init; }

    /// <summary>The user.</summary>
    [Description("User to log in as.")]
    public required string Username { get; init; }

    /// <summary>The user's password; none for trust or certificate authentication.</summary>
    [Description("Password of the user.")]
    public Secret? Password { get; init; }

    /// <summary>Encryption and certificate checks.</summary>
    [Description("Encryption: disable, prefer, require (encrypts, but trusts any certificate), verify-ca, verify-full (recommended beyond the own network).")]
    public PostgreSqlSslMode SslMode { get; init; } = PostgreSqlSslMode.Prefer;

    /// <summary>Connections kept for this configuration in each process.</summary>
    [Description("Connections for ordinary use; with max_overflow this is the most that are open at once in a process.")]
    [Range(1, 500)]
    public int ConnectionPoolSize { get; init; } = 5;

    /// <summary>Further connections at peaks.</summary>
    [Description("Connections beyond connection_pool_size at peaks.")]
    [Range(0, 500)]
    public int MaxOverflow { get; init; } = 10;

    /// <summary>Seconds.</summary>
    [Description("Seconds to wait for a connection.")]
    [Range(1, 300)]
    public int ConnectTimeout { get; init; } = 10;

    /// <summary>The schema of tables named without one.</summary>
    [Description("Schema of tables that are named without one.")]
    public string Schema { get; init; } = "public";

    internal void WarnOfTrust(string path, Problems problems)
    {
        if (SslMode == PostgreSqlSslMode.Require)
            problems.Warn($"{path}.ssl_mode", "encrypts, but trusts any certificate; verify-full also proves that this is the right server.");
    }
}
