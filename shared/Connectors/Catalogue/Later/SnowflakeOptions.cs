using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>Snowflake.</summary>
internal sealed record SnowflakeOptions : LaterOptions
{
    [Description("Host of the account, such as your-account.snowflakecomputing.com.")]
    public required string Host { get; init; }

    [Description("The account, where the host does not tell.")]
    public string? Account { get; init; }

    [Description("User to log in as.")]
    public string? Username { get; init; }

    [Description("Password of the user.")]
    public Secret? Password { get; init; }

    [Description("Private key of the user, in place of a password.")]
    public Secret? PrivateKey { get; init; }

    [Description("Role to take.")]
    public string? Role { get; init; }

    [Description("Warehouse that does the work.")]
    public string? Warehouse { get; init; }

    [Description("Name of the database.")]
    public string? Database { get; init; }

    [Description("Schema of the table.")]
    public string? Schema { get; init; }

    [Description("The table to read or write.")]
    public string? Table { get; init; }

    [Description("The query to read, in place of a table.")]
    public string? Query { get; init; }

    [Description("How records are written: append, upsert, replace or append_dedup.")]
    public string? WriteMode { get; init; }

    [Description("The fields of the key that upsert goes by.")]
    public IReadOnlyList<string>? PrimaryKey { get; init; }

    [Description("Whether a missing table is created.")]
    public bool? CreateTable { get; init; }

    [Description("Records to write at once.")]
    public int? BatchSize { get; init; }
}
