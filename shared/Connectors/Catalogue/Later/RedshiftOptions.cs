using System.ComponentModel;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>Amazon Redshift.</summary>
internal sealed record RedshiftOptions : LaterDatabaseOptions
{
    [Description("S3 bucket through which records are loaded.")]
    public string? StagingBucket { get; init; }

    [Description("Role that may read the bucket.")]
    public string? IamRole { get; init; }
}
