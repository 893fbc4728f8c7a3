using DataAggregator.Core.Backfills;
using DataAggregator.Core.Incremental;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The backfills of the platform, shared by all hosts.</summary>
internal sealed class PostgreSqlBackfillStore(PostgreSqlDatabase database, TimeProvider time) : IBackfillStore
{
    private const string Columns = """
        b.id, b.pipeline_id, b.pipeline_name, b.pipeline_version, b.from_value, b.to_value, b.step, b.concurrency, b.author, b.created_at, b.ended_at, b.cancel_requested,
        (SELECT json_agg(json_build_object('number', c.number, 'bounds', json_build_object('from', c.from_value, 'to', c.to_value), 'status', c.status, 'run_id', c.run_id) ORDER BY c.number)
         FROM backfill_chunks c WHERE c.backfill_id = b.id)
        """;

    public async Task<Backfill> CreateAsync(Backfill backfill, CancellationToken cancellationToken)
    {
        await database.QueryAsync(
            new(
                """
                WITH created AS (
                    INSERT INTO backfills (id, pipeline_id, pipeline_name, pipeline_version, from_value, to_value, step, concurrency, author, created_at)
                    VALUES (@id, @pipeline, @name, @version, @from, @to, @step, @concurrency, @author, @created) ON CONFLICT DO NOTHING RETURNING id)
                INSERT INTO backfill_chunks (backfill_id, number, from_value, to_value, status)
                SELECT id, c.number - 1, c.from_value, c.to_value, c.status FROM created, unnest(@starts, @ends, @states) WITH ORDINALITY AS c(from_value, to_value, status, number) RETURNING number
                """,
                ("@id", backfill.Id),
                ("@pipeline", backfill.PipelineId),
                ("@name", backfill.PipelineName),
                ("@version", backfill.PipelineVersion),
                ("@from", backfill.From),
                ("@to", backfill.To),
                ("@step", backfill.Step),
                ("@concurrency", backfill.Concurrency),
                ("@author", backfill.Author),
                ("@created", backfill.CreatedAt.ToUniversalTime()),
                ("@starts", backfill.Chunks.Select(chunk => chunk.Bounds.From).ToArray()),
                ("@ends", backfill.Chunks.Select(chunk => chunk.Bounds.To).ToArray()),
                ("@states", backfill.Chunks.Select(chunk => Word(chunk.Status)).ToArray())),
            row => row.GetInt32(0),
            cancellationToken);
        return (await FindAsync(backfill.Id, cancellationToken))!;
    }

    public async Task<Backfill?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync(new($"SELECT {Columns} FROM backfills b WHERE b.id = @id", ("@id", id)), Read, cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<Backfill>> ListAsync(string pipelineId, CancellationToken cancellationToken) => await database.QueryAsync(
        new($"SELECT {Columns} FROM backfills b WHERE b.pipeline_id = @pipeline ORDER BY b.created_at DESC, b.id DESC LIMIT 100", ("@pipeline", pipelineId)), Read, cancellationToken);

    public async Task<IReadOnlyList<string>> ListUnfinishedAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync(new("SELECT id FROM backfills WHERE ended_at IS NULL ORDER BY created_at"), row => row.GetString(0), cancellationToken);

    public async Task<IReadOnlySet<CursorBounds>> ListDoneAsync(string pipelineId, CancellationToken cancellationToken) => (await database.QueryAsync(
        new("SELECT DISTINCT c.from_value, c.to_value FROM backfills b JOIN backfill_chunks c ON c.backfill_id = b.id WHERE b.pipeline_id = @pipeline AND c.status = 'done'", ("@pipeline", pipelineId)),
        row => new CursorBounds(row.GetString(0), row.GetString(1)),
        cancellationToken)).ToHashSet();

    public Task SetChunkAsync(string id, BackfillChunk chunk, CancellationToken cancellationToken) => database.QueryAsync(
        new(
            "UPDATE backfill_chunks SET status = @status, run_id = @run WHERE backfill_id = @id AND number = @number RETURNING number",
            ("@id", id),
            ("@number", chunk.Number),
            ("@status", Word(chunk.Status)),
            ("@run", chunk.RunId)),
        row => row.GetInt32(0),
        cancellationToken);

    public Task EndAsync(string id, CancellationToken cancellationToken) => database.QueryAsync(
        new("UPDATE backfills SET ended_at = @now WHERE id = @id AND ended_at IS NULL RETURNING id", ("@id", id), ("@now", time.GetUtcNow())), row => row.GetString(0), cancellationToken);

    public async Task<bool> RequestCancelAsync(string id, CancellationToken cancellationToken) => await database.QueryAsync(
        new("UPDATE backfills SET cancel_requested = true WHERE id = @id AND ended_at IS NULL RETURNING id", ("@id", id)), row => row.GetString(0), cancellationToken) is [_];

    private static string Word(ChunkStatus status) => status.ToString().ToLowerInvariant();

    private static Backfill Read(System.Data.Common.DbDataReader row) => new()
    {
        Id = row.GetString(0),
        PipelineId = row.GetString(1),
        PipelineName = row.GetString(2),
        PipelineVersion = row.GetInt32(3),
        From = row.GetString(4),
        To = row.GetString(5),
        Step = row.GetString(6),
        Concurrency = row.GetInt32(7),
        Author = row.GetString(8),
        CreatedAt = PostgreSqlInstant.Read(row, 9),
        EndedAt = row.IsDBNull(10) ? null : PostgreSqlInstant.Read(row, 10),
        CancelRequested = row.GetBoolean(11),
        Chunks = StoredJson.Read<List<BackfillChunk>>(row.GetString(12)),
    };
}
