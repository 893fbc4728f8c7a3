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
        await using var command = new NpgsqlCommand(CreateSql(name, schema, primaryKey), connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return (await Relation.FindAsync(connection, name, cancellationToken))!;
    }

    /// <summary>The statement that creates the table.</summary>
    /// <exception cref="ConnectorException">A name or the key cannot be used (settings).</exception>
    public static string CreateSql(TableName name, Schema schema, IReadOnlyList<string> primaryKey)
    {
        foreach (var key in primaryKey)
        {
            if (schema.Find(key) is null)
                throw new ConnectorException(ErrorClass.Settings, "key_missing", $"The records have no field '{key}', which primary_key names.", "Check primary_key.");
        }

        var parts = schema.Select(field => $"{TableName.Quote(field.Name)} {ColumnTypes.For(field)}").ToList();
        if (primaryKey.Count > 0)
            parts.Add($"PRIMARY KEY ({TableName.QuoteAll(primaryKey)})");
        return $"CREATE TABLE {name.Sql} ({string.Join(", ", parts)})";
    }

    /// <summary>The statement that adds a column for each field that has none; null where each has one.</summary>
    public static string? AddSql(Relation table, Schema schema)
    {
        var additions = schema.Where(field => table.Find(field.Name) is null).Select(field => $"ADD COLUMN IF NOT EXISTS {TableName.Quote(field.Name)} {ColumnTypes.For(field)}").ToList();
        return additions.Count == 0 ? null : $"ALTER TABLE {table.Name.Sql} {string.Join(", ", additions)}";
    }

    /// <summary>The statement that widens the columns whose source holds more (<see cref="ColumnTypes.Wider"/>); null where there are none.</summary>
    public static string? WidenSql(Relation table, Schema schema)
    {
        var changes = new List<string>();
        foreach (var field in schema)
        {
            if (table.Find(field.Name) is { } column && ColumnTypes.Wider(column, field) is { } wider)
                changes.Add($"ALTER COLUMN {TableName.Quote(field.Name)} TYPE {wider}");
        }

        return changes.Count == 0 ? null : $"ALTER TABLE {table.Name.Sql} {string.Join(", ", changes)}";
    }

    /// <summary>Adds a column for each field that has none.</summary>
    public static async Task<Relation> AddColumnsAsync(NpgsqlConnection connection, Relation table, Schema schema, CancellationToken cancellationToken)
    {
        if (AddSql(table, schema) is not { } statement)
            return table;
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return (await Relation.FindAsync(connection, table.Name, cancellationToken))!;
    }

    /// <summary>Widens the columns whose source holds more, where the server lets the user: values that fit are written all the same.</summary>
    public static async Task<Relation> WidenAsync(NpgsqlConnection connection, Relation table, Schema schema, CancellationToken cancellationToken)
    {
        if (WidenSql(table, schema) is not { } statement)
            return table;
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("SAVEPOINT widening"), new(statement), new("RELEASE SAVEPOINT widening") } };
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.FeatureNotSupported)
        {
            // Another owns the table, or a view shows the column.
            await using var back = new NpgsqlCommand("ROLLBACK TO SAVEPOINT widening", connection);
            await back.ExecuteNonQueryAsync(cancellationToken);
        }

        return (await Relation.FindAsync(connection, table.Name, cancellationToken))!;
    }
}
