using DataAggregator.Core.Connectors;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>
/// Splits a table. With an integer key, by ranges of it: a row keeps its key, so that each is read once also while the table changes.
/// Without one, by blocks of the heap: a row that is updated between the snapshots of two partitions may move, and be read twice or not
/// at all; a table that changes while it is read wants a key. Views, foreign and partitioned tables are read whole.
/// </summary>
internal static class SourcePartitions
{
    private const int MaxPartitions = 256;
    private const int BlockSize = 8192;
    private const int BytesARow = 100;

    /// <summary>The partitions, in the order of keys or blocks.</summary>
    public static async Task<IReadOnlyList<PartitionState>> PlanAsync(NpgsqlConnection connection, Relation relation, PlanRequest request, CursorRange? cursor, long? rows, CancellationToken cancellationToken)
    {
        var (tableBytes, key) = await SizeAsync(connection, relation, cancellationToken);
        // Of a large table, an incremental run often reads few rows.
        var bytes = rows is { } known ? Math.Min(tableBytes, known * BytesARow) : tableBytes;
        var count = request.Limit is null ? (int)Math.Clamp(bytes / Math.Max(request.SegmentBytes, 1), 1, MaxPartitions) : 1;
        var all = new PartitionState(PartitionState.All, Limit: request.Limit, Cursor: cursor);
        if (key is not null)
            return await ByKeyAsync(connection, relation, all with { Kind = PartitionState.ByKey, Key = key }, count, cancellationToken);
        if (relation.RelationKind is not 'r' and not 'm')
            return [all];
        // Rows of few pages may stand anywhere: the blocks are those of the whole table.
        var perPartition = Math.Max(1, (tableBytes / BlockSize / count) + 1);
        return [.. Enumerable.Range(0, count).Select(i => all with { Kind = PartitionState.Blocks, From = i * perPartition, To = i == count - 1 ? null : (i + 1) * perPartition })];
    }

    private static async Task<IReadOnlyList<PartitionState>> ByKeyAsync(
        NpgsqlConnection connection, Relation relation, PartitionState whole, int count, CancellationToken cancellationToken)
    {
        if (count == 1)
            return [whole];
        var quoted = TableName.Quote(whole.Key!);
        var where = whole.Cursor?.Condition(CursorRange.Parameter) is { } condition ? $" WHERE {condition}" : "";
        await using var command = new NpgsqlCommand($"SELECT min({quoted})::int8, max({quoted})::int8 FROM {relation.Name.Sql}{where}", connection);
        whole.Cursor?.AddParameters(command);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.IsDBNull(0))
            return [whole];
        var (first, last) = (reader.GetInt64(0), reader.GetInt64(1));
        var width = (long)Int128.Max(1, ((Int128)last - first + 1) / count);
        // The outer partitions have no outer bound: rows that come in after the plan belong to one of them.
        var bounds = Enumerable.Range(1, count - 1).Select(i => first + (i * (Int128)width)).Where(bound => bound <= last).Select(bound => (long?)bound).ToList();
        return [.. bounds.Prepend(null).Zip(bounds.Append(null), (from, to) => whole with { From = from, To = to })];
    }

    private static async Task<(long Bytes, string? Key)> SizeAsync(NpgsqlConnection connection, Relation relation, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid) ELSE 0 END,
                   (SELECT a.attname FROM pg_index x JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
                    WHERE x.indrelid = c.oid AND x.indisprimary AND x.indnkeyatts = 1 AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype))
            FROM pg_class c WHERE c.oid = $1
            """,
            connection)
        {
            Parameters = { new() { Value = relation.Oid, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1)) : (0, null);
    }
}
