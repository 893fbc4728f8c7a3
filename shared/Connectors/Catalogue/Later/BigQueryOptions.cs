using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>Google BigQuery.</summary>
internal sealed record BigQueryOptions : LaterOptions
{
    [Description("The Google Cloud project.")]
    public required string ProjectId { get; init; }

    [Description("The dataset.")]
    public string? Dataset { get; init; }

    [Description("The table to read or write.")]
    public string? Table { get; init; }

    [Description("The query to read, in place of a table.")]
    public string? Query { get; init; }

    [Description("Where the dataset is kept.")]
    public string? Location { get; init; }

    [Description("Key of a service account, as JSON.")]
    public Secret? CredentialsJson { get; init; }

    [Description("How records are written: append, upsert, replace or append_dedup.")]
    public string? WriteMode { get; init; }

    [Description("The fields of the key that upsert goes by.")]
    public IReadOnlyList<string>? PrimaryKey { get; init; }

    [Description("Whether a missing table is created.")]
    public bool? CreateTable { get; init; }

    [Description("Records to write at once.")]
    public int? BatchSize { get; init; }
}
