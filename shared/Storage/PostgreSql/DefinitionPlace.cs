namespace DataAggregator.Storage.PostgreSql;

/// <summary>What lists of definitions are ordered by.</summary>
internal readonly record struct DefinitionPlace(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
