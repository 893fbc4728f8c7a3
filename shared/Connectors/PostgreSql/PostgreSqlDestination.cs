using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>
/// Writes records into a PostgreSQL table by COPY, each segment in one transaction with its entry in a ledger beside the table, so
/// that a segment delivered twice is written once. <c>upsert</c> and <c>append_dedup</c> take segments one after the other, since the
/// last (or first) record of a key has to win.
/// </summary>
public sealed class PostgreSqlDestination(PostgreSqlConnections connections) : Destination<PostgreSqlDestination.Options>
{
    private const string LockTimeout = "SET LOCAL lock_timeout = '30s'";

    /// <summary>The settings.</summary>
    public sealed record Options : PostgreSqlOptions
    {
        /// <summary>The table to write to.</summary>
        [Description("Table to write to: orders, or sales.orders.")]
        public string? Table { get; init; }

        /// <summary>What happens to the records that are there.</summary>
        [Description("append adds records; upsert updates those of the same primary_key; replace puts the new records in place of all, when the run is complete; append_dedup adds those whose key is not there yet.")]
        public WriteMode WriteMode { get; init; } = WriteMode.Append;

        /// <summary>The key.</summary>
        [Description("Fields that identify a record; needed by upsert. A new table gets them as its primary key.")]
        public IReadOnlyList<string> PrimaryKey { get; init; } = [];

        /// <summary>Whether tables and columns are created.</summary>
        [Description("Create the table where it is missing, and columns for new fields; columns are widened where that rewrites no rows (more characters, more digits).")]
        public bool CreateTable { get; init; } = true;

        /// <summary>Records merged by one statement.</summary>
        [Description("Records that upsert and append_dedup merge by one statement, rounded up to whole batches; append and replace stream and need no limit.")]
        [Range(1, 10_000_000)]
        public int BatchSize { get; init; } = 100_000;

        /// <summary>Whether each record says where it came from.</summary>
        [Description("Write into each record which run brought it (_run_id) and in which segment, as partition/number (_segment).")]
        public bool LineageColumns { get; init; }

        internal TableName TableName => TableName.Parse(Table, Schema);
    }

    /// <inheritdoc/>
    protected override void Validate(Options options, string path, Problems problems)
    {
        options.WarnOfTrust(path, problems);
        if (options.WriteMode == WriteMode.Upsert && options.PrimaryKey.Count == 0)
            problems.Add($"{path}.primary_key", "is required by write_mode upsert: the fields that identify a record.");
        if (options.PrimaryKey.Distinct(StringComparer.Ordinal).Count() < options.PrimaryKey.Count)
            problems.Add($"{path}.primary_key", "names a field twice.");
    }

    /// <inheritdoc/>
    protected override DestinationTraits Traits(Options options)
    {
        var ordered = options.WriteMode is WriteMode.Upsert or WriteMode.AppendDedup;
        return new(DeliveryGuarantee.ExactlyOnce, ordered, ordered ? 1 : options.ConnectionPoolSize) { RepeatsRecords = options.WriteMode == WriteMode.Append };
    }

    /// <inheritdoc/>
    protected override bool WritesLineage(Options options) => options.LineageColumns;

    /// <inheritdoc/>
    protected override Task<DeliveryGuarantee> GuaranteeAsync(Options options, CancellationToken cancellationToken) => AskAsync(
        options,
        async (connection, token) =>
        {
            var ledger = new DeliveryLedger(options.TableName.Schema);
            var exact = await ledger.IsUsableAsync(connection, token) || await ledger.CanCreateAsync(connection, token);
            return exact ? DeliveryGuarantee.ExactlyOnce : DeliveryGuarantee.AtLeastOnce;
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override Task<bool?> HoldsRecordsAsync(Options options, CancellationToken cancellationToken) => AskAsync(
        options,
        async (connection, token) =>
        {
            if (await Relation.FindAsync(connection, options.TableName, token) is not { } table)
                return false;
            await using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM {table.Name.Sql})", connection);
            return (bool?)await command.ExecuteScalarAsync(token);
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override IAsyncEnumerable<Check> CheckAsync(Options options, CancellationToken cancellationToken) =>
        new ConnectionCheck(connections, options).RunAsync(
            async (connection, token) => await DestinationChecks.RunAsync(connection, options, token), cancellationToken);

    /// <inheritdoc/>
    protected override async Task<WritePlan> DescribeWriteAsync(Options options, WriteTarget target, CancellationToken cancellationToken)
    {
        WritePlan? plan = null;
        await InTransactionAsync(
            options,
            null,
            async (connection, token) =>
            {
                // Whatever a dry run would do wrong, the server does not let it.
                await ExecuteAsync(connection, "SET TRANSACTION READ ONLY", token);
                plan = await new WriteDescription(connection, options, target).DescribeAsync(token);
            },
            cancellationToken);
        return plan!;
    }

    /// <inheritdoc/>
    protected override Task PrepareAsync(Options options, WriteTarget target, CancellationToken cancellationToken) =>
        InTransactionAsync(
            options,
            target,
            async (connection, token) =>
            {
                var name = options.TableName;
                await ExecuteAsync(connection, LockTimeout, token);
                await DeliverySession.ExpelAsync(connection, target, token);
                await LockSchemaAsync(connection, name.Schema, token);
                var ledger = new DeliveryLedger(name.Schema);
                var exact = await ledger.EnsureAsync(connection, token);
                if (exact && await ledger.TakeOverAsync(connection, target, token))
                    return;
                var table = await EnsureTableAsync(connection, options, target, token);
                SegmentLoad.Match(target.Schema, table);
                await TableKeys.EnsureAsync(connection, table, options, token);
                if (options.WriteMode == WriteMode.Replace)
                {
                    var shadow = new ShadowTable(name, target);
                    await shadow.CreateAsync(connection, token);
                    target.Executed?.Invoke(shadow.CreateSql);
                }
            },
            cancellationToken);

    /// <inheritdoc/>
    protected override async Task<SegmentResult> WriteAsync(Options options, SegmentWrite segment, CancellationToken cancellationToken)
    {
        var name = options.TableName;
        var ledger = new DeliveryLedger(name.Schema);
        var result = new SegmentResult(AlreadyWritten: true, 0, 0);
        await InTransactionAsync(
            options,
            segment.Target,
            async (connection, token) =>
            {
                var exact = await ledger.IsUsableAsync(connection, token);
                if (exact && await ledger.EnterAsync(connection, segment.Id, segment.Target, token) is { } written)
                {
                    result = new(AlreadyWritten: true, written, 0);
                    return;
                }

                FaultPoint.Reach("ledger_row_inserted");
                var place = options.WriteMode == WriteMode.Replace ? new ShadowTable(name, segment.Target).Name : name;
                var table = await Relation.FindAsync(connection, place, token)
                    ?? throw new ConnectorException(ErrorClass.Settings, "table_missing", $"Table '{place}' is gone since the run began.");
                var loaded = await new DeferredLoad(connection, table.Name, () => new SegmentLoad(connection, table, options, segment.Target.Schema)).RunAsync(segment.Batches, token);
                FaultPoint.Reach("copy_done");
                await segment.BeforeCommit(loaded.Refused, token);
                if (exact)
                    await ledger.SetRecordsAsync(connection, segment.Id, segment.Target, loaded.Records, token);
                result = new(AlreadyWritten: false, loaded.Records, loaded.Bytes);
            },
            cancellationToken);
        FaultPoint.Reach("committed");
        return result;
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlySet<SegmentId>?> FindDeliveredAsync(Options options, WriteTarget target, CancellationToken cancellationToken)
    {
        IReadOnlySet<SegmentId>? delivered = null;
        await InTransactionAsync(
            options,
            target,
            async (connection, token) =>
            {
                var ledger = new DeliveryLedger(options.TableName.Schema);
                // Taken over by an epoch that no writer has, nothing is added to it any more. A delivery that is complete has no segments left to tell.
                if (await ledger.IsUsableAsync(connection, token) && !await ledger.TakeOverAsync(connection, target with { Epoch = target.Epoch + 1 }, token))
                    delivered = await ledger.ListAsync(connection, target, token);
            },
            cancellationToken);
        return delivered;
    }

    /// <inheritdoc/>
    protected override async Task CompleteAsync(Options options, WriteTarget target, CancellationToken cancellationToken)
    {
        await InTransactionAsync(
            options,
            target,
            async (connection, token) =>
            {
                var name = options.TableName;
                var ledger = new DeliveryLedger(name.Schema);
                var shadow = new ShadowTable(name, target);
                await ExecuteAsync(connection, LockTimeout, token);
                var exact = await ledger.IsUsableAsync(connection, token);
                if (exact && await ledger.LockAsync(connection, target, token))
                    return;
                // Without a ledger the shadow's absence is all that tells that the swap was done before.
                if (options.WriteMode == WriteMode.Replace && (exact || await Relation.FindAsync(connection, shadow.Name, token) is not null))
                    await shadow.SwapAsync(connection, token);
                if (exact)
                    await ledger.CompleteAsync(connection, target, token);
            },
            cancellationToken);
        FaultPoint.Reach("swap_done");
    }

    /// <inheritdoc/>
    protected override Task AbandonAsync(Options options, WriteTarget target, CancellationToken cancellationToken) =>
        InTransactionAsync(
            options,
            target,
            async (connection, token) =>
            {
                if (options.WriteMode != WriteMode.Replace)
                    return;
                var name = options.TableName;
                var ledger = new DeliveryLedger(name.Schema);
                await ExecuteAsync(connection, LockTimeout, token);
                await DeliverySession.ExpelAsync(connection, target, token);
                if (await ledger.IsUsableAsync(connection, token))
                {
                    // What was loaded goes with the shadow, so its entries go too; a delivery that is complete keeps its mark.
                    if (await ledger.TakeOverAsync(connection, target, token))
                        return;
                    await ledger.ForgetAsync(connection, target, token);
                }

                await new ShadowTable(name, target).DropAsync(connection, token);
            },
            cancellationToken);

    private static async Task<Relation> EnsureTableAsync(NpgsqlConnection connection, Options options, WriteTarget target, CancellationToken cancellationToken)
    {
        var (name, schema) = (options.TableName, target.Schema);
        if (await FindTableAsync(connection, options, cancellationToken) is not { } table)
        {
            target.Executed?.Invoke(TableDefinition.CreateSql(name, schema, options.PrimaryKey));
            return await TableDefinition.CreateAsync(connection, name, schema, options.PrimaryKey, cancellationToken);
        }

        if (!options.CreateTable)
            return table;
        foreach (var statement in new[] { TableDefinition.WidenSql(table, schema), TableDefinition.AddSql(table, schema) }.OfType<string>())
            target.Executed?.Invoke(statement);
        var widened = await TableDefinition.WidenAsync(connection, table, schema, cancellationToken);
        return await TableDefinition.AddColumnsAsync(connection, widened, schema, cancellationToken);
    }

    /// <summary>The table, or null where it is to be created.</summary>
    /// <exception cref="ConnectorException">It is missing and not to be created, or no table (settings).</exception>
    internal static async Task<Relation?> FindTableAsync(NpgsqlConnection connection, Options options, CancellationToken cancellationToken)
    {
        var name = options.TableName;
        if (await Relation.FindAsync(connection, name, cancellationToken) is not { } table)
        {
            return options.CreateTable ? null : throw new ConnectorException(
                ErrorClass.Settings, "table_missing", $"Database '{options.Database}' has no table '{name}'.", "Create it, check schema and table, or set create_table to true.");
        }

        if (table.RelationKind is not 'r' and not 'p' and not 'f')
            throw new ConnectorException(ErrorClass.Settings, "not_a_table", $"'{name}' is a view; records are written into tables.", "Name the table below it.");
        return table;
    }

    /// <summary>Two runs that begin at once must not both create the same table.</summary>
    private static async Task LockSchemaAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended('dataaggregator ' || $1, 0))", connection)
        {
            Parameters = { new() { Value = schema } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<T> AskAsync<T>(Options options, Func<NpgsqlConnection, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await connections.OpenAsync(options, cancellationToken);
            return await ask(connection, cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlErrors.Translate(exception, options);
        }
    }

    private async Task InTransactionAsync(Options options, WriteTarget? target, Func<NpgsqlConnection, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await connections.OpenAsync(options, cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            if (target is not null)
                await DeliverySession.NameAsync(connection, target, cancellationToken);
            await work(connection, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlErrors.Translate(exception, options);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
