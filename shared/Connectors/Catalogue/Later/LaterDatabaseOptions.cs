using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>What every database takes.</summary>
internal abstract record LaterDatabaseOptions : LaterOptions
{
    [Description("Host name or address of the server.")]
    public required string Host { get; init; }

    [Description("TCP port of the server.")]
    [Range(1, 65535)]
    public int? Port { get; init; }

    [Description("Name of the database.")]
    public string? Database { get; init; }

    [Description("Schema of tables that are named without one.")]
    public string? Schema { get; init; }

    [Description("User to log in as.")]
    public string? Username { get; init; }

    [Description("Password of the user.")]
    public Secret? Password { get; init; }

    [Description("How the connection is encrypted and the certificate checked.")]
    public string? SslMode { get; init; }

    [Description("Connections for ordinary use.")]
    [Range(1, 500)]
    public int? ConnectionPoolSize { get; init; }

    [Description("Connections beyond connection_pool_size at peaks.")]
    [Range(0, 500)]
    public int? MaxOverflow { get; init; }

    [Description("Seconds to wait for a connection.")]
    [Range(1, 300)]
    public int? ConnectTimeout { get; init; }

    [Description("The table to read or write.")]
    public string? Table { get; init; }

    [Description("The query to read, in place of a table.")]
    public string? Query { get; init; }

    [Description("How records are written: append, upsert, replace or append_dedup.")]
    public string? WriteMode { get; init; }

    [Description("The fields of the key that upsert goes by.")]
    public IReadOnlyList<string>? PrimaryKey { get; init; }

    [Description("Whether a missing table is created.")]
    public bool CreateTable { get; init; } = true;

    [Description("Records to write at once.")]
    [Range(1, 1_000_000)]
    public int? BatchSize { get; init; }
}
