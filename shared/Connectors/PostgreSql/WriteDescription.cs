using System.Globalization;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Says what a run would do to a table, inside a transaction that may only read.</summary>
internal sealed class WriteDescription(NpgsqlConnection connection, PostgreSqlDestination.Options options, WriteTarget target)
{
    // Up to this size, counting takes less than a second.
    private const long CountedBytes = 256L << 20;

    private readonly TableName name = options.TableName;

    public async Task<WritePlan> DescribeAsync(CancellationToken cancellationToken)
    {
        var statements = new List<string>();
        var guarantee = await LedgerAsync(statements, cancellationToken);
        var table = await PostgreSqlDestination.FindTableAsync(connection, options, cancellationToken);
        if (table is null)
            statements.Add(TableDefinition.CreateSql(name, target.Schema, options.PrimaryKey));
        else
            await AlterAsync(table, statements, cancellationToken);
        var (rows, isEstimate) = table is null ? (null, false) : await CountAsync(table, cancellationToken);
        var effect = await EffectAsync(table, statements, cancellationToken);
        if (guarantee == DeliveryGuarantee.AtLeastOnce)
            effect = $"{effect} {DeliveryLedger.Lacking(options, name.Schema)}";
        return new WritePlan(name.ToString(), Mode, table is not null, statements, effect)
        {
            Guarantee = guarantee,
            ExistingRecords = rows,
            ExistingIsEstimate = isEstimate,
            Replaces = options.WriteMode == WriteMode.Replace,
            AddsAll = options.WriteMode is WriteMode.Append or WriteMode.Replace,
        };
    }

    private string Mode => options.WriteMode switch
    {
        WriteMode.AppendDedup => "append_dedup",
        var mode => mode.ToString().ToLowerInvariant(),
    };

    private async Task<DeliveryGuarantee> LedgerAsync(List<string> statements, CancellationToken cancellationToken)
    {
        var ledger = new DeliveryLedger(name.Schema);
        if (await ledger.IsUsableAsync(connection, cancellationToken))
            return DeliveryGuarantee.ExactlyOnce;
        if (!await ledger.CanCreateAsync(connection, cancellationToken))
            return DeliveryGuarantee.AtLeastOnce;
        statements.AddRange(ledger.CreateSql);
        return DeliveryGuarantee.ExactlyOnce;
    }

    private async Task AlterAsync(Relation table, List<string> statements, CancellationToken cancellationToken)
    {
        var schema = target.Schema;
        if (options.CreateTable)
        {
            if (TableDefinition.WidenSql(table, schema) is { } widening)
                statements.Add(widening);
            if (TableDefinition.AddSql(table, schema) is { } addition)
                statements.Add(addition);
            schema = new Schema(schema.Where(field => table.Find(field.Name) is not null));
        }

        SegmentLoad.Match(schema, table);
        await TableKeys.EnsureAsync(connection, table, options, cancellationToken);
    }

    private async Task<string> EffectAsync(Relation? table, List<string> statements, CancellationToken cancellationToken)
    {
        switch (options.WriteMode)
        {
            case WriteMode.Replace:
                var shadow = new ShadowTable(name, target);
                statements.Add(shadow.CreateSql);
                var obstacles = table is null ? [] : await shadow.ObstaclesAsync(connection, cancellationToken);
                if (obstacles.Count > 0)
                    return $"Records are loaded into a shadow table; when the run is complete, the table is emptied and filled from it in one transaction ({string.Join(", ", obstacles)} keep it from being swapped).";
                statements.Add($"DROP TABLE {name.Sql}");
                statements.Add($"ALTER TABLE {shadow.Name.Sql} RENAME TO {TableName.Quote(name.Name)}");
                return "Records are loaded into a shadow table, which takes the table's place in one transaction when the run is complete.";
            case WriteMode.Upsert:
                return $"Rows of the same ({string.Join(", ", options.PrimaryKey)}) are updated, all others stay; records of a new key are inserted.";
            case WriteMode.AppendDedup:
                return "Rows that are there stay as they are; records whose key is not there yet are inserted.";
            default:
                return "Rows that are there stay as they are; every record is inserted.";
        }
    }

    private async Task<(long? Rows, bool IsEstimate)> CountAsync(Relation table, CancellationToken cancellationToken)
    {
        await using var size = new NpgsqlCommand("SELECT pg_relation_size(oid), reltuples::bigint FROM pg_class WHERE oid = $1 AND relkind = 'r'", connection)
        {
            Parameters = { new() { Value = table.Oid, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid } },
        };
        await using (var reader = await size.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
                return (null, false);
            var (bytes, estimate) = (reader.GetInt64(0), reader.GetInt64(1));
            if (bytes > CountedBytes)
                return estimate < 0 ? (null, false) : (estimate, true);
        }

        await using var count = new NpgsqlCommand($"SELECT count(*) FROM {name.Sql}", connection);
        return (Convert.ToInt64(await count.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture), false);
    }
}
