using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Creates tables and columns for records.</summary>
internal static class TableDefinition
{
    /// <summary>Creates the table that holds records of <paramref name="schema"/>.</summary>
    /// <exception cref="ConnectorException">A name or the key cannot be used (settings).</exception>
    public static async Task<Relation> CreateAsync(
        NpgsqlConnection connection, TableName name, Schema schema, IReadOnlyList<string> primaryKey, CancellationToken cancellationToken)
    {
        foreach (var key in primaryKey)
        {
            if (schema.Find(key) is null)
                throw new ConnectorException(ErrorClass.Settings, "key_missing", $"The records have no field '{key}', which primary_key names.", "Check primary_key.");
        }

        var parts = schema.Select(field => $"{TableName.Quote(field.Name)} {ColumnTypes.For(field)}").ToList();
        if (primaryKey.Count > 0)
            parts.Add($"PRIMARY KEY ({TableName.QuoteAll(primaryKey)})");
        await using var command = new NpgsqlCommand($"CREATE TABLE {name.Sql} ({string.Join(", ", parts)})", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return (await Relation.FindAsync(connection, name, cancellationToken))!;
    }

    /// <summary>Adds a column for each field that has none.</summary>
    public static async Task<Relation> AddColumnsAsync(NpgsqlConnection connection, Relation table, Schema schema, CancellationToken cancellationToken)
    {
        var additions = schema
            .Where(field => table.Find(field.Name) is null)
            .Select(field => $"ADD COLUMN IF NOT EXISTS {TableName.Quote(field.Name)} {ColumnTypes.For(field)}");
        await using var command = new NpgsqlCommand($"ALTER TABLE {table.Name.Sql} {string.Join(", ", additions)}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return (await Relation.FindAsync(connection, table.Name, cancellationToken))!;
    }
}
