using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Fixes the end of a cursor window when a run is planned: the greatest value that the table holds then, so that all partitions of a table that grows end alike.</summary>
internal static class CursorPlanning
{
    /// <summary>The window with its end and the table's key, and how many rows it has where it does not begin at the start.</summary>
    public static async Task<(CursorWindow Window, long? Rows)> BoundAsync(
        NpgsqlConnection connection, string from, Relation? relation, CursorWindow window, CancellationToken cancellationToken)
    {
        if (relation is not null)
            window = window with { Key = await KeyAsync(connection, relation, cancellationToken) };
        var range = CursorRange.Of(window with { Nulls = NullPolicy.Exclude });
        var count = window.From is null ? "NULL::int8" : "count(*)";
        await using var command = new NpgsqlCommand($"SELECT {Text($"max({range.Expression})", range.Type)}, {count} FROM {from} WHERE {range.Condition(CursorRange.Parameter)}", connection);
        range.AddParameters(command);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var greatest = reader.IsDBNull(0) ? null : reader.GetString(0);
        long? rows = reader.IsDBNull(1) ? null : reader.GetInt64(1);
        return greatest is null ? (window with { IsEmpty = true }, rows) : (window with { Until = greatest, UntilIncluded = true }, rows);
    }

    private static string Text(string value, DataType type) => type switch
    {
        DataType.Date => $"to_char({value}, 'YYYY-MM-DD')",
        DataType.Timestamp => $"to_char({value} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
        DataType.LocalTimestamp => $"to_char({value}, 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
        _ => $"{value}::text",
    };

    private static async Task<IReadOnlyList<string>> KeyAsync(NpgsqlConnection connection, Relation relation, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT a.attname::text FROM pg_index x JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = ANY ((x.indkey::int2[])[0:x.indnkeyatts - 1])
            WHERE x.indrelid = $1 AND x.indisprimary ORDER BY a.attnum
            """,
            connection)
        {
            Parameters = { new() { Value = relation.Oid, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var key = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            key.Add(reader.GetString(0));
        return key;
    }
}
