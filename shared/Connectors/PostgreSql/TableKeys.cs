using DataAggregator.Core.Connectors;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Sees to it that a table can tell records apart where the write mode needs it to.</summary>
internal static class TableKeys
{
    /// <summary>Checks that the table has the unique index that merging rests on.</summary>
    /// <exception cref="ConnectorException">It has none (settings).</exception>
    public static async Task EnsureAsync(NpgsqlConnection connection, Relation table, PostgreSqlDestination.Options options, CancellationToken cancellationToken)
    {
        if (options.WriteMode is not WriteMode.Upsert and not WriteMode.AppendDedup)
            return;
        await using var command = new NpgsqlCommand(
            """
            SELECT (SELECT array_agg(a.attname::text) FROM pg_attribute a
                    WHERE a.attrelid = x.indrelid AND a.attnum = ANY ((x.indkey::int2[])[0:x.indnkeyatts - 1]))
            FROM pg_index x
            WHERE x.indrelid = $1 AND x.indisunique AND x.indisvalid AND x.indimmediate AND x.indpred IS NULL AND x.indexprs IS NULL
            """,
            connection)
        {
            Parameters = { new() { Value = table.Oid, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = false;
        while (!found && await reader.ReadAsync(cancellationToken))
            found = options.PrimaryKey.Count == 0 || reader.GetFieldValue<string[]>(0).ToHashSet(StringComparer.Ordinal).SetEquals(options.PrimaryKey);
        if (found)
            return;
        var mode = options.WriteMode == WriteMode.Upsert ? "upsert" : "append_dedup";
        throw options.PrimaryKey.Count == 0
            ? new ConnectorException(ErrorClass.Settings, "key_missing", $"Table '{table.Name}' has no unique key, so {mode} cannot tell records apart.", "Set primary_key, or create a unique index.")
            : new ConnectorException(
                ErrorClass.Settings,
                "key_missing",
                $"Table '{table.Name}' has no primary key or unique index on ({string.Join(", ", options.PrimaryKey)}), which {mode} needs.",
                "Create the index, or check primary_key.");
    }
}
