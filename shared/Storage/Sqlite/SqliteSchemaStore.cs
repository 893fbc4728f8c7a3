using DataAggregator.Core.Records;
using DataAggregator.Core.Schemas;

namespace DataAggregator.Storage.Sqlite;

/// <summary>The schemas of streams, for <c>run FILE</c>.</summary>
internal sealed class SqliteSchemaStore(SqliteDatabase database, TimeProvider time) : ISchemaStore
{
    public Task<StreamSchema?> FindAsync(string pipelineId, string stream, CancellationToken cancellationToken) =>
        database.UseAsync(db => Newest(db, pipelineId, stream) is { Schema: not null } known ? known : null, cancellationToken);

    public Task<IReadOnlyList<StreamSchema>> ListAsync(string pipelineId, int limit, CancellationToken cancellationToken) => database.UseAsync<IReadOnlyList<StreamSchema>>(
        db => db.Query(
            $"SELECT {SchemaRow.Columns} FROM stream_schemas s WHERE s.pipeline_id = @pipeline ORDER BY s.created_at DESC, s.stream, s.version DESC LIMIT @limit",
            row => SchemaRow.Read(pipelineId, row, SqliteInstant.Read),
            ("@pipeline", pipelineId),
            ("@limit", limit)),
        cancellationToken);

    public Task SaveAsync(string pipelineId, string stream, Schema? schema, string? runId, string? changedBy, CancellationToken cancellationToken) => database.WriteAsync(
        db => SchemaRow.After(Newest(db, pipelineId, stream), pipelineId, stream, schema, runId, changedBy, time.GetUtcNow()) is { } next ? Insert(db, next) : 0,
        cancellationToken);

    public Task ObserveAsync(string runId, string stream, Schema schema, CancellationToken cancellationToken)
    {
        var text = StoredJson.Write(schema);
        return database.WriteAsync(
            db => db.Execute(
                "INSERT INTO run_schemas (run_id, stream, digest, schema) VALUES (@run, @stream, @digest, @schema) ON CONFLICT DO NOTHING",
                ("@run", runId),
                ("@stream", stream),
                ("@digest", SchemaRow.Digest(text)),
                ("@schema", text)),
            cancellationToken);
    }

    public Task<Schema?> ObservedAsync(string runId, string stream, CancellationToken cancellationToken) => database.UseAsync(
        db => SchemaRow.Union(db.Query(
            "SELECT schema FROM run_schemas WHERE run_id = @run AND stream = @stream ORDER BY digest",
            row => StoredJson.Read<Schema>(row.GetString(0)),
            ("@run", runId),
            ("@stream", stream))),
        cancellationToken);

    public Task<IReadOnlyList<SchemaDrift>> RecordAsync(string runId, IReadOnlyList<SchemaDrift> drifts, CancellationToken cancellationToken) => database.WriteAsync<IReadOnlyList<SchemaDrift>>(
        db => [.. drifts.Where(drift => db.Execute(
            "INSERT INTO run_drifts (run_id, stream, field, kind, drift, created_at) VALUES (@run, @stream, @field, @kind, @drift, @now) ON CONFLICT DO NOTHING",
            ("@run", runId),
            ("@stream", drift.Stream),
            ("@field", drift.Change.Field),
            ("@kind", drift.Change.Kind.ToString()),
            ("@drift", StoredJson.Write(drift)),
            ("@now", SqliteInstant.Of(time.GetUtcNow()))) == 1)],
        cancellationToken);

    public Task<IReadOnlyList<SchemaDrift>> DriftsAsync(string runId, CancellationToken cancellationToken) => database.UseAsync<IReadOnlyList<SchemaDrift>>(
        db => db.Query("SELECT drift FROM run_drifts WHERE run_id = @run ORDER BY created_at, stream, field, kind", row => StoredJson.Read<SchemaDrift>(row.GetString(0)), ("@run", runId)),
        cancellationToken);

    private static StreamSchema? Newest(SqliteDatabase db, string pipelineId, string stream) => db.Query(
        $"SELECT {SchemaRow.Columns} FROM stream_schemas s WHERE s.pipeline_id = @pipeline AND s.stream = @stream ORDER BY s.version DESC LIMIT 1",
        row => SchemaRow.Read(pipelineId, row, SqliteInstant.Read),
        ("@pipeline", pipelineId),
        ("@stream", stream)).SingleOrDefault();

    private static int Insert(SqliteDatabase db, StreamSchema next) => db.Execute(
        """
        INSERT INTO stream_schemas (pipeline_id, stream, version, schema, changes, run_id, changed_by, created_at)
        VALUES (@pipeline, @stream, @version, @schema, @changes, @run, @by, @now)
        """,
        ("@pipeline", next.PipelineId),
        ("@stream", next.Stream),
        ("@version", next.Version),
        ("@schema", next.Schema is null ? null : StoredJson.Write(next.Schema)),
        ("@changes", StoredJson.Write(next.Changes)),
        ("@run", next.RunId),
        ("@by", next.ChangedBy),
        ("@now", SqliteInstant.Of(next.CreatedAt)));
}
