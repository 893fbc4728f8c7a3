using System.ComponentModel;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>Oracle.</summary>
internal sealed record OracleOptions : LaterDatabaseOptions
{
    [Description("Service name of the database, in place of database.")]
    public string? ServiceName { get; init; }
}
