namespace DataAggregator.Storage.PostgreSql;

/// <summary>A statement with its parameters. Instants are given as UTC, JSON as text that the statement casts.</summary>
/// <param name="Sql">The text.</param>
/// <param name="Parameters">What its parameters are; those that it does not name are ignored.</param>
internal sealed record Statement(string Sql, params IReadOnlyList<(string Name, object? Value)> Parameters);
