using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Errors;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>
/// Reads a PostgreSQL table or query by binary COPY, each partition in one snapshot. Reading again is not repeatable: rows change between
/// two reads, so what was read is kept in segments. A table with an integer primary key is read in the order of the key and can go on
/// behind any record; one without in the order of its blocks; a query or view from its start to its end only.
/// </summary>
public sealed class PostgreSqlSource(PostgreSqlConnections connections) : Source<PostgreSqlSource.Options>, ILookupSource
{
    /// <summary>The settings.</summary>
    public sealed record Options : PostgreSqlOptions
    {
        /// <summary>The table or view to read.</summary>
        [Description("Table or view to read: orders, or sales.orders. Either table or query.")]
        public string? Table { get; init; }

        /// <summary>The query to read.</summary>
        [Description("Query to read, one SELECT. Either table or query.")]
        public string? Query { get; init; }

        /// <summary>Records a batch.</summary>
        [Description("Records that are read into memory at a time.")]
        [Range(1, 1_000_000)]
        public int BatchSize { get; init; } = 8192;

        /// <summary>What stands behind FROM.</summary>
        internal string From => Query is null
            ? TableName.Parse(Table, Schema).Sql
            : $"(\n{Query.Trim().TrimEnd(';')}\n) AS query";
    }

    /// <inheritdoc/>
    protected override void Validate(Options options, string path, Problems problems)
    {
        options.WarnOfTrust(path, problems);
        if (options.Table is not null && options.Query is not null)
            problems.Add($"{path}.query", "cannot stand beside table: name a table or give a query.");
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<Check> CheckAsync(Options options, CancellationToken cancellationToken) =>
        new ConnectionCheck(connections, options).RunAsync(
            async (connection, token) => await PermissionAsync(connection, options, token), cancellationToken);

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<StreamDescriptor>> DiscoverAsync(Options options, CancellationToken cancellationToken) =>
        WithConnectionAsync(options, (connection, token) => Discovery.RunAsync(connection, options.Schema, token), cancellationToken);

    /// <inheritdoc/>
    protected override Task<SourcePlan> PlanAsync(Options options, PlanRequest request, CancellationToken cancellationToken) =>
        WithConnectionAsync(
            options,
            async (connection, token) =>
            {
                var relation = options.Query is null ? await FindAsync(connection, options, token) : null;
                var schema = relation is null ? await SourceFields.DescribeAsync(connection, options.From, token) : SourceFields.Of(relation);
                schema = SourceFields.Override(schema, request.DeclaredSchema);
                var window = request.Incremental?.ToWindow(schema);
                long? rows = null;
                if (window is not null)
                    (window, rows) = await CursorPlanning.BoundAsync(connection, options.From, relation, window, token);
                var cursor = window is null ? null : CursorRange.Of(window);
                IReadOnlyList<PartitionState> partitions = relation is null
                    ? [new(PartitionState.All, Limit: request.Limit, Cursor: cursor)]
                    : await SourcePartitions.PlanAsync(connection, relation, request, cursor, rows, token);
                return new SourcePlan(schema, [.. partitions.Select((state, index) => new SourcePartition(index, state.ToString()))], Repeatable: false) { Window = window };
            },
            cancellationToken);

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<SourceBatch> ReadAsync(Options options, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(options, cancellationToken);
        var processId = connection.ProcessID;
        await using var reader = await EndOnServerAsync(PartitionReader.BeginAsync(connection, options, options.From, request, options.BatchSize, cancellationToken));
        while (await EndOnServerAsync(reader.ReadBatchAsync(cancellationToken)) is { } batch)
            yield return batch;

        async Task<T> EndOnServerAsync<T>(Task<T> reading)
        {
            try
            {
                return await reading;
            }
            catch (OperationCanceledException)
            {
                await connections.CancelAsync(options, processId);
                throw;
            }
        }
    }

    Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ILookupSource.LookUpAsync(JsonElement config, LookupRequest request, CancellationToken cancellationToken)
    {
        var options = Bind(config);
        return WithConnectionAsync(
            options,
            async (connection, token) =>
            {
                var fields = options.Query is null ? SourceFields.Of(await FindAsync(connection, options, token)) : await SourceFields.DescribeAsync(connection, options.From, token);
                return await new KeyLookup(connection, options.From, fields, request).RunAsync(token);
            },
            cancellationToken);
    }

    private static async Task<Relation> FindAsync(NpgsqlConnection connection, Options options, CancellationToken cancellationToken)
    {
        if (options.Table is null)
            throw new ConnectorException(ErrorClass.Settings, "table_required", "What to read is missing.", "Set table or query.");
        var name = TableName.Parse(options.Table, options.Schema);
        return await Relation.FindAsync(connection, name, cancellationToken) ?? throw new ConnectorException(
            ErrorClass.Settings, "table_missing", $"Database '{options.Database}' has no table or view '{name}'.", "Check schema and table.");
    }

    private static async Task<IReadOnlyList<Check>> PermissionAsync(NpgsqlConnection connection, Options options, CancellationToken cancellationToken)
    {
        if (options.Query is not null)
        {
            var schema = await SourceFields.DescribeAsync(connection, options.From, cancellationToken);
            return [new("permission", true, $"The query gives {Quantity.Of(schema.Count, "field")}.")];
        }

        if (options.Table is null)
            return [];
        var relation = await FindAsync(connection, options, cancellationToken);
        await using var command = new NpgsqlCommand("SELECT has_any_column_privilege($1, 'SELECT')", connection) { Parameters = { new() { Value = relation.Name.Sql } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!
            ? [new("permission", true, $"'{options.Username}' may read '{relation.Name}'.")]
            : [new("permission", false, $"'{options.Username}' has no SELECT right on '{relation.Name}'. Grant it: GRANT SELECT ON {relation.Name.Sql} TO {TableName.Quote(options.Username)}.")];
    }

    private async Task<T> WithConnectionAsync<T>(Options options, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await connections.OpenAsync(options, cancellationToken);
            return await work(connection, cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlErrors.Translate(exception, options);
        }
    }
}
