using System.Globalization;
using DataAggregator.Connectors.PostgreSql.Copy;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>
/// Loads the batches of one segment into a table, inside the transaction at hand: by COPY straight into the table where values only have to
/// be added, else by COPY into a temporary table and one statement that merges. Batches of one schema share a COPY.
/// </summary>
internal sealed class SegmentLoad(NpgsqlConnection connection, Relation table, PostgreSqlDestination.Options options)
{
    private const string RowNumber = "_dataaggregator_row";

    private readonly List<RejectedRecord> refused = [];
    private Relation table = table;
    private int stages;

    /// <summary>Records that the columns cannot hold.</summary>
    public IReadOnlyList<RejectedRecord> Refused => refused;

    /// <summary>Records loaded.</summary>
    public long Records { get; private set; }

    /// <summary>Bytes sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes all batches and disposes them.</summary>
    /// <exception cref="ConnectorException">The server refuses them, or the table has no place for them.</exception>
    public async Task RunAsync(IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellationToken)
    {
        Group? group = null;
        try
        {
            await foreach (var batch in batches.WithCancellation(cancellationToken))
            {
                using (batch)
                {
                    if (batch.Count == 0)
                        continue;
                    if (group is not null && (!group.Copy.Schema.Equals(batch.Schema) || (group.Merge is not null && group.Copy.Rows >= options.BatchSize)))
                    {
                        await EndAsync(group, cancellationToken);
                        group = null;
                    }

                    group ??= await BeginAsync(batch.Schema, cancellationToken);
                    await group.Copy.WriteAsync(batch, refused, cancellationToken);
                }
            }

            if (group is not null)
                await EndAsync(group, cancellationToken);
        }
        catch (PostgresException exception)
        {
            throw PostgreSqlErrors.Translate(exception, options, group?.Copy.Blame(exception));
        }
        finally
        {
            group?.Copy.Dispose();
        }
    }

    private async Task<Group> BeginAsync(Schema schema, CancellationToken cancellationToken)
    {
        if (schema.Count == 0)
            throw new ConnectorException(ErrorClass.Settings, "no_fields", $"The records have no fields to write into table '{table.Name}'.");
        if (options.CreateTable)
            table = await TableDefinition.AddColumnsAsync(connection, table, schema, cancellationToken);
        var loads = Match(schema, table);
        if (options.WriteMode is WriteMode.Append or WriteMode.Replace && !loads.Any(load => load.NeedsCast))
        {
            var columns = TableName.QuoteAll(loads.Select(load => load.Column.Name));
            return new(await CopyIn.BeginAsync(connection, $"{table.Name.Sql} ({columns})", schema, loads, cancellationToken), null);
        }

        var stage = TableName.Quote(string.Create(CultureInfo.InvariantCulture, $"_dataaggregator_stage_{stages++}"));
        var definitions = loads.Select(load => $"{TableName.Quote(load.Column.Name)} {load.StagingType}").Append($"{RowNumber} bigint");
        await ExecuteAsync($"CREATE TEMPORARY TABLE {stage} ({string.Join(", ", definitions)}) ON COMMIT DROP", cancellationToken);
        var copy = await CopyIn.BeginNumberedAsync(connection, $"pg_temp.{stage}", schema, loads, cancellationToken);
        return new(copy, MergeStatement(stage, loads));
    }

    /// <summary>How each field of a schema gets into the table.</summary>
    /// <exception cref="ConnectorException">A field has no column, or one that cannot take its values (settings).</exception>
    public static List<ColumnLoad> Match(Schema schema, Relation table)
    {
        var loads = new List<ColumnLoad>(schema.Count);
        foreach (var field in schema)
        {
            var column = table.Find(field.Name) ?? throw new ConnectorException(
                ErrorClass.Settings,
                "column_missing",
                $"Table '{table.Name}' has no column '{field.Name}'.",
                "Add the column, set create_table to true, or leave the field out with a field selection.");
            loads.Add(ColumnLoad.Match(field, column, table.Name));
        }

        return loads;
    }

    private async Task EndAsync(Group group, CancellationToken cancellationToken)
    {
        await group.Copy.CompleteAsync(cancellationToken);
        if (group.Merge is not null)
            await ExecuteAsync(group.Merge, cancellationToken);
        Records += group.Copy.Rows;
        Bytes += group.Copy.Bytes;
        group.Copy.Dispose();
    }

    private string MergeStatement(string stage, IReadOnlyList<ColumnLoad> loads)
    {
        var columns = loads.Select(load => load.Column.Name).ToList();
        var insert = $"INSERT INTO {table.Name.Sql} ({TableName.QuoteAll(columns)}) OVERRIDING SYSTEM VALUE SELECT ";
        var values = string.Join(", ", loads.Select(load => load.Expression));
        var key = options.PrimaryKey;
        if (options.WriteMode == WriteMode.AppendDedup)
            return $"{insert}{values} FROM pg_temp.{stage} ORDER BY {RowNumber} ON CONFLICT{(key.Count > 0 ? $" ({TableName.QuoteAll(key)})" : "")} DO NOTHING";
        if (options.WriteMode != WriteMode.Upsert)
            return $"{insert}{values} FROM pg_temp.{stage} ORDER BY {RowNumber}";

        // The last record of a key wins, whatever plan the server chooses; one order of keys keeps concurrent merges from deadlock.
        var keys = string.Join(", ", key.Select(name => loads.FirstOrDefault(load => load.Column.Name == name)?.Expression
            ?? throw new ConnectorException(ErrorClass.Settings, "key_missing", $"The records have no field '{name}', which primary_key names.", "Check primary_key.")));
        var others = columns.Except(key).Select(TableName.Quote).ToList();
        var update = others.Count == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", others.Select(name => $"{name} = EXCLUDED.{name}"))}";
        return $"{insert}DISTINCT ON ({keys}) {values} FROM pg_temp.{stage} ORDER BY {keys}, {RowNumber} DESC ON CONFLICT ({TableName.QuoteAll(key)}) DO {update}";
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Group(CopyIn Copy, string? Merge);
}
