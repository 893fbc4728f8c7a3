using DataAggregator.Connectors.PostgreSql.Copy;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>The fields that tables and queries give.</summary>
internal static class SourceFields
{
    /// <summary>The type of a column's values; types without one of their own are read as the text that the server writes.</summary>
    public static DataType TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Bool => DataType.Bool,
        ColumnKind.Int2 or ColumnKind.Int4 or ColumnKind.Int8 => DataType.Int64,
        ColumnKind.Float4 or ColumnKind.Float8 => DataType.Double,
        ColumnKind.Numeric => DataType.Decimal,
        ColumnKind.Json or ColumnKind.Jsonb => DataType.Json,
        ColumnKind.Bytea => DataType.Binary,
        ColumnKind.Date => DataType.Date,
        ColumnKind.Time => DataType.Time,
        ColumnKind.Timestamp => DataType.LocalTimestamp,
        ColumnKind.TimestampTz => DataType.Timestamp,
        _ => DataType.String,
    };

    /// <summary>The fields of a table or view.</summary>
    public static Schema Of(Relation relation) =>
        new(relation.Columns.Select(column => new Field(column.Name, TypeOf(column.Kind), column.Nullable, column.Type)));

    /// <summary>The fields of a query, as the server describes them without running it.</summary>
    /// <exception cref="ConnectorException">Two columns have one name (settings).</exception>
    public static async Task<Schema> DescribeAsync(NpgsqlConnection connection, string query, CancellationToken cancellationToken)
    {
        var columns = new List<(string Name, uint Oid)>();
        await using (var command = new NpgsqlCommand($"SELECT * FROM {query}", connection))
        await using (var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SchemaOnly, cancellationToken))
        {
            for (var i = 0; i < reader.FieldCount; i++)
                columns.Add((reader.GetName(i), reader.GetDataTypeOID(i)));
        }

        if (columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ConnectorException(ErrorClass.Settings, "duplicate_column", $"The query gives two columns named '{twice.Key}'.", "Name one of them otherwise: SELECT a AS b.");
        var types = await TypesAsync(connection, columns.Select(column => column.Oid), cancellationToken);
        return new Schema(columns.Select(column => new Field(column.Name, TypeOf(types[column.Oid].Kind), true, types[column.Oid].Name)));
    }

    /// <summary>The schema with the types that the user declared.</summary>
    /// <exception cref="ConnectorException">A declared type would lose what the column holds, or names no column (settings).</exception>
    public static Schema Override(Schema schema, Schema? declared)
    {
        foreach (var field in declared ?? Schema.Empty)
        {
            var index = schema.IndexOf(field.Name);
            if (index < 0)
                throw new ConnectorException(ErrorClass.Settings, "column_missing", $"The declared schema names '{field.Name}', which the source does not have.", "Check schema.fields.");
            var actual = schema[index];
            if (actual.Type == field.Type)
                continue;
            var widens = (actual.Type, field.Type) is (_, DataType.String) or (DataType.Int64, DataType.Decimal);
            if (!widens || actual.Type == DataType.Binary)
            {
                throw new ConnectorException(
                    ErrorClass.Settings,
                    "incompatible_schema",
                    $"The declared schema makes '{field.Name}' {field.Type.ToString().ToLowerInvariant()}, but the source has {actual.SourceType}, which may not fit.",
                    "Leave it out of schema.fields and cast it in a transformation or in the query.");
            }

            schema = schema.Replace(index, new Field(field.Name, field.Type, actual.Nullable));
        }

        return schema;
    }

    private static async Task<Dictionary<uint, (ColumnKind Kind, string Name)>> TypesAsync(
        NpgsqlConnection connection, IEnumerable<uint> oids, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT t.oid, b.typname, b.typtype, format_type(t.oid, -1)
            FROM pg_type t JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
            WHERE t.oid = ANY ($1)
            """,
            connection)
        {
            Parameters = { new() { Value = oids.Distinct().ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var types = new Dictionary<uint, (ColumnKind, string)>();
        while (await reader.ReadAsync(cancellationToken))
            types[reader.GetFieldValue<uint>(0)] = (Relation.KindOf(reader.GetString(1), reader.GetChar(2)), reader.GetString(3));
        return types;
    }
}
