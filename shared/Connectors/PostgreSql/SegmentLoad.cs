using System.Globalization;
using DataAggregator.Connectors.PostgreSql.Copy;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>
/// Loads the batches of one segment into a table, inside the transaction at hand: by COPY straight into the table where values only have to
/// be added, else by COPY into a temporary table and one statement that merges. Batches of one schema share a COPY, up to a size that is worth
/// keeping in memory, so that what the server refuses can be sent again without the records that are to blame.
/// </summary>
internal sealed class SegmentLoad(NpgsqlConnection connection, Relation table, PostgreSqlDestination.Options options, Schema expected)
{
    private const string RowNumber = "_dataaggregator_row";
    private const long MaxGroupBytes = 8 << 20;

    private readonly Refusals refusals = new(connection, table.Name, expected);
    private Relation table = table;
    private int stages;
    private long records;
    private long bytes;

    /// <summary>Takes all batches and disposes them.</summary>
    /// <exception cref="ConnectorException">The server refuses them for a cause common to all, or the table has no place for them.</exception>
    public async Task<LoadedRows> RunAsync(IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellationToken)
    {
        Group? group = null;
        try
        {
            await foreach (var batch in batches.WithCancellation(cancellationToken))
            {
                if (batch.Count == 0)
                {
                    batch.Dispose();
                    continue;
                }

                if (group is not null && (!group.Copy.Schema.Equals(batch.Schema) || IsFull(group)))
                {
                    await EndAsync(group, cancellationToken);
                    group = null;
                }

                group ??= await BeginAsync(batch, cancellationToken);
                await SendAsync(group, batch, cancellationToken);
            }

            if (group is not null)
                await EndAsync(group, cancellationToken);
            return new LoadedRows(records, bytes, refusals.Records);
        }
        catch (PostgresException exception)
        {
            throw PostgreSqlErrors.Translate(exception, options);
        }
        finally
        {
            group?.Dispose();
        }
    }

    private bool IsFull(Group group) => group.Stage is null ? group.Copy.Bytes >= MaxGroupBytes : group.Copy.Rows >= options.BatchSize;

    private async Task SendAsync(Group group, RecordBatch batch, CancellationToken cancellationToken)
    {
        var unsent = new List<RejectedRecord>();
        try
        {
            await group.Copy.WriteAsync(batch, unsent, cancellationToken);
        }
        finally
        {
            group.Rows.Add(batch, unsent);
        }

        refusals.AddUnsent(unsent);
    }

    private async Task<Group> BeginAsync(RecordBatch first, CancellationToken cancellationToken)
    {
        try
        {
            return await BeginAsync(first.Schema, cancellationToken);
        }
        catch
        {
            first.Dispose();
            throw;
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
            await Bisection.MarkAsync(connection, cancellationToken);
            return new(await BeginCopyAsync(schema, loads, cancellationToken), loads, null);
        }

        var stage = TableName.Quote(string.Create(CultureInfo.InvariantCulture, $"_dataaggregator_stage_{stages++}"));
        var definitions = loads.Select(load => $"{TableName.Quote(load.Column.Name)} {load.StagingType}").Append($"{RowNumber} bigint");
        await ExecuteAsync($"CREATE TEMPORARY TABLE {stage} ({string.Join(", ", definitions)}) ON COMMIT DROP", cancellationToken);
        return new(await CopyIn.BeginNumberedAsync(connection, $"pg_temp.{stage}", schema, loads, cancellationToken), loads, stage);
    }

    private Task<CopyIn> BeginCopyAsync(Schema schema, IReadOnlyList<ColumnLoad> loads, CancellationToken cancellationToken) =>
        CopyIn.BeginAsync(connection, $"{table.Name.Sql} ({TableName.QuoteAll(loads.Select(load => load.Column.Name))})", schema, loads, cancellationToken);

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
        using (group)
        {
            if (group.Stage is null)
                await EndCopyAsync(group, cancellationToken);
            else
                await MergeAsync(group, group.Stage, cancellationToken);
            bytes += group.Copy.Bytes;
        }
    }

    private async Task EndCopyAsync(Group group, CancellationToken cancellationToken)
    {
        // The savepoint was set before the COPY began.
        if (await TryAsync(() => group.Copy.CompleteAsync(cancellationToken), cancellationToken) is { } refusal)
            await Parts(group, CopyAgainAsync).DivideAsync(0, (int)group.Copy.Rows, refusal, cancellationToken);
        else
            records += group.Copy.Rows;

        async Task CopyAgainAsync(int first, int end, CancellationToken token)
        {
            using var copy = await BeginCopyAsync(group.Copy.Schema, group.Loads, token);
            foreach (var part in group.Rows.Slice(first, end))
            {
                using (part)
                    await copy.WriteAsync(part, [], token);
            }

            await copy.CompleteAsync(token);
            records += end - first;
        }
    }

    private async Task MergeAsync(Group group, string stage, CancellationToken cancellationToken)
    {
        await group.Copy.CompleteAsync(cancellationToken);
        await Bisection.MarkAsync(connection, cancellationToken);
        if (await TryAsync(() => ExecuteAsync(MergeStatement(stage, "", group.Loads), cancellationToken), cancellationToken) is not { } refusal)
        {
            records += group.Copy.Rows;
            return;
        }

        await ExecuteAsync($"CREATE INDEX ON pg_temp.{stage} ({RowNumber})", cancellationToken);
        await Parts(group, MergePartAsync).DivideAsync(0, (int)group.Copy.Rows, refusal, cancellationToken);

        async Task MergePartAsync(int first, int end, CancellationToken token)
        {
            var range = string.Create(CultureInfo.InvariantCulture, $" WHERE {RowNumber} >= {first} AND {RowNumber} < {end}");
            await ExecuteAsync(MergeStatement(stage, range, group.Loads), token);
            records += end - first;
        }
    }

    /// <summary>Does what was begun after a savepoint; when the server refuses the records, it is undone.</summary>
    /// <returns>The refusal, or null.</returns>
    private async Task<PostgresException?> TryAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (PostgresException refusal) when (PostgreSqlErrors.IsRefusal(refusal))
        {
            await Bisection.UndoAsync(connection, cancellationToken);
            return refusal;
        }

        await Bisection.KeepAsync(connection, cancellationToken);
        return null;
    }

    private Bisection Parts(Group group, Func<int, int, CancellationToken, Task> load) => new(connection, load, (index, refusal, token) =>
    {
        var (batch, row) = group.Rows.At(index);
        return refusals.AddAsync(batch, row, refusal, records, token);
    });

    private string MergeStatement(string stage, string range, IReadOnlyList<ColumnLoad> loads)
    {
        var columns = loads.Select(load => load.Column.Name).ToList();
        var insert = $"INSERT INTO {table.Name.Sql} ({TableName.QuoteAll(columns)}) OVERRIDING SYSTEM VALUE SELECT ";
        var values = string.Join(", ", loads.Select(load => load.Expression));
        var key = options.PrimaryKey;
        if (options.WriteMode == WriteMode.AppendDedup)
            return $"{insert}{values} FROM pg_temp.{stage}{range} ORDER BY {RowNumber} ON CONFLICT{(key.Count > 0 ? $" ({TableName.QuoteAll(key)})" : "")} DO NOTHING";
        if (options.WriteMode != WriteMode.Upsert)
            return $"{insert}{values} FROM pg_temp.{stage}{range} ORDER BY {RowNumber}";

        // The last record of a key wins, whatever plan the server chooses; one order of keys keeps concurrent merges from deadlock.
        var keys = string.Join(", ", key.Select(name => loads.FirstOrDefault(load => load.Column.Name == name)?.Expression
            ?? throw new ConnectorException(ErrorClass.Settings, "key_missing", $"The records have no field '{name}', which primary_key names.", "Check primary_key.")));
        var others = columns.Except(key).Select(TableName.Quote).ToList();
        var update = others.Count == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", others.Select(name => $"{name} = EXCLUDED.{name}"))}";
        return $"{insert}DISTINCT ON ({keys}) {values} FROM pg_temp.{stage}{range} ORDER BY {keys}, {RowNumber} DESC ON CONFLICT ({TableName.QuoteAll(key)}) DO {update}";
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Batches of one schema on their way.</summary>
    /// <param name="Copy">The COPY that they go through.</param>
    /// <param name="Loads">How their fields get into the columns.</param>
    /// <param name="Stage">The table that they wait in to be merged; null where they go straight into the target.</param>
    private sealed record Group(CopyIn Copy, IReadOnlyList<ColumnLoad> Loads, string? Stage) : IDisposable
    {
        public RetainedRows Rows { get; } = new();

        public void Dispose()
        {
            Copy.Dispose();
            Rows.Dispose();
        }
    }
}
