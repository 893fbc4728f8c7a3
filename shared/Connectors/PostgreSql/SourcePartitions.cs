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

    /// <summary>The partitions, in the order of keys or blocks.</summary>
    public static async Task<IReadOnlyList<PartitionState>> PlanAsync(NpgsqlConnection connection, Relation relation, PlanRequest request, CancellationToken cancellationToken)
    {
        var (bytes, key) = await SizeAsync(connection, relation, cancellationToken);
        var count = request.Limit is null ? (int)Math.Clamp(bytes / Math.Max(request.SegmentBytes, 1), 1, MaxPartitions) : 1;
        if (key is not null)
            return await ByKeyAsync(connection, relation, key, count, request.Limit, cancellationToken);
        if (relation.RelationKind is not 'r' and not 'm')
            return [new(PartitionState.All, Limit: request.Limit)];
        var perPartition = Math.Max(1, (bytes / BlockSize / count) + 1);
        return [.. Enumerable.Range(0, count).Select(i => new PartitionState(
            PartitionState.Blocks, From: i * perPartition, To: i == count - 1 ? null : (i + 1) * perPartition, Limit: request.Limit))];
    }

    private static async Task<IReadOnlyList<PartitionState>> ByKeyAsync(
        NpgsqlConnection connection, Relation relation, string key, int count, long? limit, CancellationToken cancellationToken)
    {
        if (count == 1)
            return [new(PartitionState.ByKey, key, Limit: limit)];
        var quoted = TableName.Quote(key);
        await using var command = new NpgsqlCommand($"SELECT min({quoted})::int8, max({quoted})::int8 FROM {relation.Name.Sql}", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.IsDBNull(0))
            return [new(PartitionState.ByKey, key)];
        var (first, last) = (reader.GetInt64(0), reader.GetInt64(1));
        var width = (long)Int128.Max(1, ((Int128)last - first + 1) / count);
        // The outer partitions have no outer bound: rows that come in after the plan belong to one of them.
        var bounds = Enumerable.Range(1, count - 1).Select(i => first + (i * (Int128)width)).Where(bound => bound <= last).Select(bound => (long?)bound).ToList();
        return [.. bounds.Prepend(null).Zip(bounds.Append(null), (from, to) => new PartitionState(PartitionState.ByKey, key, from, to))];
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
