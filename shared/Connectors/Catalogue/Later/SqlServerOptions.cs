using System.ComponentModel;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>Microsoft SQL Server.</summary>
internal sealed record SqlServerOptions : LaterDatabaseOptions
{
    [Description("How to log in: sql, integrated or entra.")]
    public string? Authentication { get; init; }

    [Description("Whether a certificate that nobody vouches for is taken.")]
    public bool? TrustServerCertificate { get; init; }
}
