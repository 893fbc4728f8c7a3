using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Finds the tables and views that the user may read.</summary>
internal static class Discovery
{
    /// <summary>The streams, those of <paramref name="defaultSchema"/> first and without its name.</summary>
    public static async Task<IReadOnlyList<StreamDescriptor>> RunAsync(NpgsqlConnection connection, string defaultSchema, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT n.nspname, c.relname, CASE WHEN c.relkind IN ('r', 'm', 'p') AND c.reltuples >= 0 THEN c.reltuples::int8 END,
                   a.attname, b.typname, b.typtype, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
                   coalesce(array_position((x.indkey::int2[])[0:x.indnkeyatts - 1], a.attnum), -1)
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type t ON t.oid = a.atttypid
            JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
            LEFT JOIN pg_index x ON x.indrelid = c.oid AND x.indisprimary
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
              AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_%' AND c.relname NOT LIKE '\_dataaggregator\_%'
              AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
            ORDER BY n.nspname <> $1, n.nspname, c.relname, a.attnum
            """,
            connection)
        {
            Parameters = { new() { Value = defaultSchema } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var streams = new List<StreamDescriptor>();
        var fields = new List<Field>();
        var key = new SortedList<int, string>();
        (TableName Name, long? Rows)? current = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = new TableName(reader.GetString(0), reader.GetString(1));
            if (current is { } open && open.Name != name)
                Close(open);
            current = (name, reader.IsDBNull(2) ? null : reader.GetInt64(2));
            var kind = Relation.KindOf(reader.GetString(4), reader.GetChar(5));
            fields.Add(new Field(reader.GetString(3), SourceFields.TypeOf(kind), reader.GetBoolean(7), reader.GetString(6)));
            if (reader.GetInt32(8) >= 0)
                key.Add(reader.GetInt32(8), reader.GetString(3));
        }

        if (current is { } last)
            Close(last);
        return streams;

        void Close((TableName Name, long? Rows) table)
        {
            var cursors = fields
                .Where(field => field.Type is DataType.Timestamp or DataType.LocalTimestamp or DataType.Date
                    || (field.Type == DataType.Int64 && key.Count == 1 && key.ContainsValue(field.Name)))
                .Select(field => field.Name);
            streams.Add(new StreamDescriptor(table.Name.Display(defaultSchema), new Schema(fields), [.. key.Values], [.. cursors], table.Rows));
            fields.Clear();
            key.Clear();
        }
    }
}
