namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>A database that takes what they all take.</summary>
internal sealed record DatabaseOptions : LaterDatabaseOptions;
