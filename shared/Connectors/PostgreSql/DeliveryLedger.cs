using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>
/// The two tables beside the target that make delivery exact. <c>_dataaggregator_ledger</c> has a row for each segment that was written, in
/// the same transaction as its records. <c>_dataaggregator_runs</c> has a row for each delivery with the epoch that may write: a writer of
/// an older one, or after the end, is refused.
/// </summary>
internal sealed class DeliveryLedger(string schema)
{
    private readonly TableName segments = new(schema, "_dataaggregator_ledger");
    private readonly TableName runs = new(schema, "_dataaggregator_runs");

    /// <summary>The statements that create both tables.</summary>
    public IReadOnlyList<string> CreateSql =>
    [
        $"""
        CREATE TABLE IF NOT EXISTS {segments.Sql} (
            run_id text NOT NULL, destination integer NOT NULL, "partition" integer NOT NULL, ordinal integer NOT NULL,
            records bigint NOT NULL, epoch integer NOT NULL, written_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (run_id, destination, "partition", ordinal))
        """,
        $"""
        CREATE TABLE IF NOT EXISTS {runs.Sql} (
            run_id text NOT NULL, destination integer NOT NULL, epoch integer NOT NULL,
            completed boolean NOT NULL DEFAULT false, updated_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (run_id, destination))
        """,
    ];

    /// <summary>What it means that the user may neither use nor create them, and the way out.</summary>
    public static string Lacking(PostgreSqlOptions options, string schema) =>
        $"'{options.Username}' may not create tables in schema '{schema}', so a destination has no ledger there: after a crash records may be delivered twice (at least once). " +
        $"Grant it: GRANT CREATE ON SCHEMA {TableName.Quote(schema)} TO {TableName.Quote(options.Username)}.";

    /// <summary>Creates the tables where they are missing.</summary>
    /// <returns>False when the user may neither use nor create them: then delivery is at least once.</returns>
    public async Task<bool> EnsureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await IsUsableAsync(connection, cancellationToken))
            return true;
        if (!await CanCreateAsync(connection, cancellationToken))
            return false;
        foreach (var statement in CreateSql)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return await IsUsableAsync(connection, cancellationToken);
    }

    /// <summary>Whether both tables are there and the user may use them.</summary>
    public async Task<bool> IsUsableAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*) = 2 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relname IN ($2, $3) AND has_schema_privilege(n.oid, 'USAGE')
              AND has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
              AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE')
            """,
            connection)
        {
            Parameters = { new() { Value = segments.Schema }, new() { Value = segments.Name }, new() { Value = runs.Name } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Whether the user may create tables in the schema.</summary>
    public async Task<bool> CanCreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = $1), false)", connection)
        {
            Parameters = { new() { Value = segments.Schema } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Takes the delivery over for the target's epoch, waiting for transactions of older ones.</summary>
    /// <returns>Whether the delivery was completed before.</returns>
    /// <exception cref="ConnectorException">A newer epoch has it (refused, <c>fenced</c>).</exception>
    public async Task<bool> TakeOverAsync(NpgsqlConnection connection, WriteTarget target, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO {runs.Sql} AS known (run_id, destination, epoch) VALUES ($1, $2, $3)
            ON CONFLICT (run_id, destination) DO UPDATE SET epoch = greatest(known.epoch, EXCLUDED.epoch), updated_at = now()
            RETURNING epoch, completed
            """,
            connection)
        {
            Parameters = { new() { Value = target.RunId }, new() { Value = target.Destination }, new() { Value = target.Epoch } },
        };
        var (epoch, completed) = await ReadFenceAsync(command, cancellationToken) ?? throw NotPrepared(target);
        return epoch > target.Epoch ? throw Fenced(target, epoch) : completed;
    }

    /// <summary>
    /// Enters a segment, to be committed with its records. Another attempt at the same segment waits here until this one has ended.
    /// </summary>
    /// <returns>Null when it is entered now; else the records that were written before.</returns>
    /// <exception cref="ConnectorException">The delivery belongs to a newer epoch, or is complete (refused, <c>fenced</c>).</exception>
    public async Task<long?> EnterAsync(NpgsqlConnection connection, SegmentId id, WriteTarget target, CancellationToken cancellationToken)
    {
        await CheckFenceAsync(connection, target, "SHARE", refuseCompleted: true, cancellationToken);
        await using var insert = new NpgsqlCommand(
            $"""
            INSERT INTO {segments.Sql} (run_id, destination, "partition", ordinal, records, epoch) VALUES ($1, $2, $3, $4, 0, $5)
            ON CONFLICT DO NOTHING
            """,
            connection);
        AddKey(insert, id, target);
        insert.Parameters.Add(new() { Value = target.Epoch });
        if (await insert.ExecuteNonQueryAsync(cancellationToken) == 1)
            return null;
        await using var find = new NpgsqlCommand(
            $"""SELECT records FROM {segments.Sql} WHERE run_id = $1 AND destination = $2 AND "partition" = $3 AND ordinal = $4""", connection);
        AddKey(find, id, target);
        return (long)(await find.ExecuteScalarAsync(cancellationToken) ?? throw Fenced(target, target.Epoch));
    }

    /// <summary>Notes how many records the entered segment has.</summary>
    public async Task SetRecordsAsync(NpgsqlConnection connection, SegmentId id, WriteTarget target, long records, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""UPDATE {segments.Sql} SET records = $5 WHERE run_id = $1 AND destination = $2 AND "partition" = $3 AND ordinal = $4""", connection);
        AddKey(command, id, target);
        command.Parameters.Add(new() { Value = records });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The segments of the delivery that were written.</summary>
    public async Task<IReadOnlySet<SegmentId>> ListAsync(NpgsqlConnection connection, WriteTarget target, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"""SELECT "partition", ordinal FROM {segments.Sql} WHERE run_id = $1 AND destination = $2""", connection)
        {
            Parameters = { new() { Value = target.RunId }, new() { Value = target.Destination } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new HashSet<SegmentId>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new SegmentId(target.RunId, reader.GetInt32(0), reader.GetInt32(1)));
        return found;
    }

    /// <summary>Locks the delivery for its end; writers wait.</summary>
    /// <returns>Whether it was completed before.</returns>
    /// <exception cref="ConnectorException">A newer epoch has it (refused, <c>fenced</c>).</exception>
    public Task<bool> LockAsync(NpgsqlConnection connection, WriteTarget target, CancellationToken cancellationToken) =>
        CheckFenceAsync(connection, target, "UPDATE", refuseCompleted: false, cancellationToken);

    /// <summary>Marks the delivery complete, so that a late writer is refused, and drops its segments and what old runs left behind.</summary>
    public async Task CompleteAsync(NpgsqlConnection connection, WriteTarget target, CancellationToken cancellationToken)
    {
        await ForgetAsync(connection, target, cancellationToken);
        await using var command = new NpgsqlCommand(
            $"UPDATE {runs.Sql} SET completed = true, updated_at = now() WHERE run_id = $1 AND destination = $2", connection)
        {
            Parameters = { new() { Value = target.RunId }, new() { Value = target.Destination } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        // No activity of a run lives for a month: what failed runs left, and the marks of complete ones, have no reader any more.
        await using var purge = new NpgsqlCommand(
            $"""
            DELETE FROM {segments.Sql} WHERE written_at < now() - interval '30 days';
            DELETE FROM {runs.Sql} WHERE updated_at < now() - interval '30 days'
            """,
            connection);
        await purge.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Drops the delivery's segments.</summary>
    public async Task ForgetAsync(NpgsqlConnection connection, WriteTarget target, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"DELETE FROM {segments.Sql} WHERE run_id = $1 AND destination = $2", connection)
        {
            Parameters = { new() { Value = target.RunId }, new() { Value = target.Destination } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<bool> CheckFenceAsync(NpgsqlConnection connection, WriteTarget target, string strength, bool refuseCompleted, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT epoch, completed FROM {runs.Sql} WHERE run_id = $1 AND destination = $2 FOR {strength}", connection)
        {
            Parameters = { new() { Value = target.RunId }, new() { Value = target.Destination } },
        };
        var (epoch, completed) = await ReadFenceAsync(command, cancellationToken) ?? throw NotPrepared(target);
        if (epoch < target.Epoch)
            throw NotPrepared(target);
        return epoch > target.Epoch || (completed && refuseCompleted) ? throw Fenced(target, epoch) : completed;
    }

    private static async Task<(int Epoch, bool Completed)?> ReadFenceAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt32(0), reader.GetBoolean(1)) : null;
    }

    private static void AddKey(NpgsqlCommand command, SegmentId id, WriteTarget target)
    {
        command.Parameters.Add(new() { Value = target.RunId });
        command.Parameters.Add(new() { Value = target.Destination });
        command.Parameters.Add(new() { Value = id.Partition });
        command.Parameters.Add(new() { Value = id.Ordinal });
    }

    private static ConnectorException Fenced(WriteTarget target, int epoch) => new(
        ErrorClass.Refused,
        "fenced",
        epoch > target.Epoch
            ? $"Run '{target.RunId}' was taken over (epoch {epoch}); this writer of epoch {target.Epoch} may no longer write."
            : $"Run '{target.RunId}' is complete; nothing more is written for it.");

    private static ConnectorException NotPrepared(WriteTarget target) => new(
        ErrorClass.Refused, "not_prepared", $"The delivery of run '{target.RunId}' was not prepared for epoch {target.Epoch}.");
}
