using DataAggregator.Core.Records;
using DataAggregator.Core.Schemas;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The schemas of streams, for all hosts.</summary>
internal sealed class PostgreSqlSchemaStore(PostgreSqlDatabase database, TimeProvider time) : ISchemaStore
{
    private const string Newest = $"SELECT {SchemaRow.Columns} FROM stream_schemas s WHERE s.pipeline_id = @pipeline AND s.stream = @stream ORDER BY s.version DESC LIMIT 1";

    public async Task<StreamSchema?> FindAsync(string pipelineId, string stream, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new(Newest, ("@pipeline", pipelineId), ("@stream", stream)), row => SchemaRow.Read(pipelineId, row, PostgreSqlInstant.Read), cancellationToken) is [{ Schema: not null } known] ? known : null;

    public async Task<IReadOnlyList<StreamSchema>> ListAsync(string pipelineId, int limit, CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            $"SELECT {SchemaRow.Columns} FROM stream_schemas s WHERE s.pipeline_id = @pipeline ORDER BY s.created_at DESC, s.stream, s.version DESC LIMIT @limit",
            ("@pipeline", pipelineId),
            ("@limit", limit)),
        row => SchemaRow.Read(pipelineId, row, PostgreSqlInstant.Read),
        cancellationToken);

    public Task SaveAsync(string pipelineId, string stream, Schema? schema, string? runId, string? changedBy, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            // Two runs that end at once make two versions, one after the other.
            await session.ExecuteAsync([new("SELECT pg_advisory_xact_lock(hashtextextended('stream ' || @pipeline || ' ' || @stream, 0))", ("@pipeline", pipelineId), ("@stream", stream))], cancellationToken);
            var known = await session.QueryAsync(
                new(Newest, ("@pipeline", pipelineId), ("@stream", stream)), row => SchemaRow.Read(pipelineId, row, PostgreSqlInstant.Read), cancellationToken);
            if (SchemaRow.After(known.SingleOrDefault(), pipelineId, stream, schema, runId, changedBy, time.GetUtcNow()) is { } next)
                await session.ExecuteAsync([Insert(next)], cancellationToken);
            return true;
        },
        cancellationToken);

    public Task ObserveAsync(string runId, string stream, Schema schema, CancellationToken cancellationToken)
    {
        var text = StoredJson.Write(schema);
        return database.QueryAsync(
            new(
                """
                INSERT INTO run_schemas (run_created_at, run_id, stream, digest, schema)
                SELECT k.created_at, k.run_id, @stream, @digest, @schema::json FROM run_keys k WHERE k.run_id = @run ON CONFLICT DO NOTHING
                """,
                ("@run", runId),
                ("@stream", stream),
                ("@digest", SchemaRow.Digest(text)),
                ("@schema", text)),
            _ => true,
            cancellationToken);
    }

    public async Task<Schema?> ObservedAsync(string runId, string stream, CancellationToken cancellationToken) => SchemaRow.Union(await database.QueryAsync(
        new(
            """
            SELECT s.schema FROM run_keys k JOIN run_schemas s ON s.run_created_at = k.created_at AND s.run_id = k.run_id
            WHERE k.run_id = @run AND s.stream = @stream ORDER BY s.digest
            """,
            ("@run", runId),
            ("@stream", stream)),
        row => StoredJson.Read<Schema>(row.GetString(0)),
        cancellationToken));

    public async Task<IReadOnlyList<SchemaDrift>> RecordAsync(string runId, IReadOnlyList<SchemaDrift> drifts, CancellationToken cancellationToken) => drifts.Count == 0 ? [] : await database.QueryAsync(
        new(
            """
            INSERT INTO run_drifts (run_created_at, run_id, stream, field, kind, drift, created_at)
            SELECT k.created_at, k.run_id, d.stream, d.field, d.kind, d.drift::json, @now
            FROM run_keys k, unnest(@streams, @fields, @kinds, @drifts) AS d(stream, field, kind, drift) WHERE k.run_id = @run ON CONFLICT DO NOTHING RETURNING drift
            """,
            ("@run", runId),
            ("@streams", drifts.Select(drift => drift.Stream).ToArray()),
            ("@fields", drifts.Select(drift => drift.Change.Field).ToArray()),
            ("@kinds", drifts.Select(drift => drift.Change.Kind.ToString()).ToArray()),
            ("@drifts", drifts.Select(StoredJson.Write).ToArray()),
            ("@now", time.GetUtcNow())),
        row => StoredJson.Read<SchemaDrift>(row.GetString(0)),
        cancellationToken);

    public async Task<IReadOnlyList<SchemaDrift>> DriftsAsync(string runId, CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            """
            SELECT d.drift FROM run_keys k JOIN run_drifts d ON d.run_created_at = k.created_at AND d.run_id = k.run_id
            WHERE k.run_id = @run ORDER BY d.created_at, d.stream, d.field, d.kind
            """,
            ("@run", runId)),
        row => StoredJson.Read<SchemaDrift>(row.GetString(0)),
        cancellationToken);

    private static Statement Insert(StreamSchema next) => new(
        """
        INSERT INTO stream_schemas (pipeline_id, stream, version, schema, changes, run_id, changed_by, created_at)
        VALUES (@pipeline, @stream, @version, @schema::json, @changes::json, @run, @by, @now)
        """,
        ("@pipeline", next.PipelineId),
        ("@stream", next.Stream),
        ("@version", next.Version),
        ("@schema", next.Schema is null ? null : StoredJson.Write(next.Schema)),
        ("@changes", StoredJson.Write(next.Changes)),
        ("@run", next.RunId),
        ("@by", next.ChangedBy),
        ("@now", next.CreatedAt));
}
