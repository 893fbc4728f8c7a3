using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>MongoDB.</summary>
internal sealed record MongoDbOptions : LaterOptions
{
    [Description("Connection string, in place of host and login.")]
    public Secret? ConnectionString { get; init; }

    [Description("Host name or address of the server.")]
    public string? Host { get; init; }

    [Description("TCP port of the server.")]
    public int? Port { get; init; }

    [Description("Name of the database.")]
    public string? Database { get; init; }

    [Description("User to log in as.")]
    public string? Username { get; init; }

    [Description("Password of the user.")]
    public Secret? Password { get; init; }

    [Description("Database that knows the user.")]
    public string? AuthSource { get; init; }

    [Description("The collection to read or write.")]
    public string? Collection { get; init; }

    [Description("The filter of a read, as JSON.")]
    public string? Query { get; init; }

    [Description("How records are written: append, upsert or replace.")]
    public string? WriteMode { get; init; }

    [Description("The fields of the key that upsert goes by.")]
    public IReadOnlyList<string>? PrimaryKey { get; init; }

    [Description("Records to write at once.")]
    public int? BatchSize { get; init; }
}
