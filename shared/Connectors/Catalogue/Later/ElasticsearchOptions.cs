using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>Elasticsearch.</summary>
internal sealed record ElasticsearchOptions : LaterOptions
{
    [Description("Address of the cluster.")]
    public required string Url { get; init; }

    [Description("The index to read or write.")]
    public string? Index { get; init; }

    [Description("The query of a read, as JSON.")]
    public string? Query { get; init; }

    [Description("User to log in as.")]
    public string? Username { get; init; }

    [Description("Password of the user.")]
    public Secret? Password { get; init; }

    [Description("API key, in place of user and password.")]
    public Secret? ApiKey { get; init; }

    [Description("How records are written: append, upsert or replace.")]
    public string? WriteMode { get; init; }

    [Description("The fields that make a document id.")]
    public IReadOnlyList<string>? PrimaryKey { get; init; }

    [Description("Records to write at once.")]
    public int? BatchSize { get; init; }
}
