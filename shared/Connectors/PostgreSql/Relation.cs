using DataAggregator.Connectors.PostgreSql.Copy;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>A table or view as the catalogue describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Oid">Its number in the catalogue.</param>
/// <param name="RelationKind">As in <c>pg_class.relkind</c>: <c>r</c> table, <c>p</c> partitioned table, <c>v</c> view...</param>
/// <param name="Columns">Its columns, in order.</param>
internal sealed record Relation(TableName Name, uint Oid, char RelationKind, IReadOnlyList<RelationColumn> Columns)
{
    /// <summary>The column of that name, or null.</summary>
    public RelationColumn? Find(string column) => Columns.FirstOrDefault(known => known.Name == column);

    /// <summary>The relation, or null when there is none of that name.</summary>
    public static async Task<Relation?> FindAsync(NpgsqlConnection connection, TableName name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT c.oid, c.relkind, a.attname, b.typname, b.typtype, format_type(a.atttypid, a.atttypmod), format_type(b.oid, -1),
                   NOT a.attnotnull, a.attgenerated <> ''
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
            WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            ORDER BY a.attnum
            """,
            connection)
        {
            Parameters = { new() { Value = name.Schema }, new() { Value = name.Name } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        (uint Oid, char Kind)? relation = null;
        var columns = new List<RelationColumn>();
        while (await reader.ReadAsync(cancellationToken))
        {
            relation = (reader.GetFieldValue<uint>(0), reader.GetChar(1));
            if (!reader.IsDBNull(2))
                columns.Add(new(reader.GetString(2), KindOf(reader.GetString(3), reader.GetChar(4)), reader.GetString(5), reader.GetString(6), reader.GetBoolean(7), reader.GetBoolean(8)));
        }

        return relation is { } found ? new Relation(name, found.Oid, found.Kind, columns) : null;
    }

    /// <summary>What a type is to the encoder.</summary>
    /// <param name="type">Its name in the catalogue, domains resolved.</param>
    /// <param name="typeType">As in <c>pg_type.typtype</c>: <c>e</c> is an enum.</param>
    public static ColumnKind KindOf(string type, char typeType) => type switch
    {
        _ when typeType == 'e' => ColumnKind.Text,
        "bool" => ColumnKind.Bool,
        "int2" => ColumnKind.Int2,
        "int4" => ColumnKind.Int4,
        "int8" => ColumnKind.Int8,
        "float4" => ColumnKind.Float4,
        "float8" => ColumnKind.Float8,
        "numeric" => ColumnKind.Numeric,
        "text" or "varchar" or "bpchar" or "xml" => ColumnKind.Text,
        "json" => ColumnKind.Json,
        "jsonb" => ColumnKind.Jsonb,
        "bytea" => ColumnKind.Bytea,
        "date" => ColumnKind.Date,
        "time" => ColumnKind.Time,
        "timestamp" => ColumnKind.Timestamp,
        "timestamptz" => ColumnKind.TimestampTz,
        _ => ColumnKind.Other,
    };
}
