using DataAggregator.Core.Triggers;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The files that triggers watch, as the platform's hosts saw them.</summary>
internal sealed class PostgreSqlFileWatchStore(PostgreSqlDatabase database, TimeProvider time) : IFileWatchStore
{
    // A host that dies while it looks keeps the others waiting for so long.
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(15);

    public async Task<IReadOnlyList<FileWatch>> ClaimDueAsync(CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            $"""
            WITH due AS (
                UPDATE pipeline_triggers t SET look_at = @until
                WHERE (t.pipeline_id, t.key) IN (
                    SELECT pipeline_id, key FROM pipeline_triggers WHERE is_active AND type = 'file' AND look_at <= @now ORDER BY look_at FOR UPDATE SKIP LOCKED)
                RETURNING t.pipeline_id, t.key, t.since, t.fingerprint)
            {PostgreSqlPipelineStore.Columns}, due.key, due.since, due.fingerprint
            FROM due JOIN pipelines d ON d.id = due.pipeline_id JOIN pipeline_versions v ON v.pipeline_id = d.id AND v.version = d.version
            """,
            ("@now", time.GetUtcNow()),
            ("@until", time.GetUtcNow() + Claim)),
        row => new FileWatch(PostgreSqlPipelineStore.Read(row), row.GetString(9), PostgreSqlInstant.Read(row, 10), row.GetString(11)),
        cancellationToken);

    public async Task<IReadOnlyDictionary<string, KnownFile>?> ReadAsync(FileWatch watch, CancellationToken cancellationToken)
    {
        var looked = await database.QueryAsync(
            new("SELECT 1 FROM pipeline_triggers WHERE pipeline_id = @id AND key = @key AND looked_as = @fingerprint", Parameters(watch)), _ => true, cancellationToken);
        if (looked.Count == 0)
            return null;
        var files = await database.QueryAsync(
            new("SELECT path, version, seen_at, done FROM watched_files WHERE pipeline_id = @id AND key = @key", Parameters(watch)),
            row => new KnownFile(row.GetString(0), row.GetString(1), PostgreSqlInstant.Read(row, 2), row.IsDBNull(3) ? null : row.GetString(3)),
            cancellationToken);
        return files.ToDictionary(file => file.Path, StringComparer.Ordinal);
    }

    public Task<bool> SaveAsync(FileWatch watch, IReadOnlyList<KnownFile> changed, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var looked = await session.QueryAsync(
                new("SELECT looked_as FROM pipeline_triggers WHERE pipeline_id = @id AND key = @key AND fingerprint = @fingerprint FOR UPDATE", Parameters(watch)),
                row => row.IsDBNull(0) ? null : row.GetString(0),
                cancellationToken);
            if (looked.Count == 0)
                return false;
            if (looked[0] != watch.Fingerprint)
            {
                await session.ExecuteAsync(
                    [
                        new("DELETE FROM watched_files WHERE pipeline_id = @id AND key = @key", Parameters(watch)),
                        new("UPDATE pipeline_triggers SET looked_as = @fingerprint WHERE pipeline_id = @id AND key = @key", Parameters(watch)),
                    ],
                    cancellationToken);
            }

            if (changed.Count > 0)
                await session.ExecuteAsync([Upsert(watch, changed)], cancellationToken);
            return true;
        },
        cancellationToken);

    public Task SetDoneAsync(FileWatch watch, SeenFile file, CancellationToken cancellationToken) => database.QueryAsync(
        new(
            "UPDATE watched_files SET done = @version WHERE pipeline_id = @id AND key = @key AND path = @path RETURNING 1",
            [.. Parameters(watch), ("@path", file.Path), ("@version", file.Version)]),
        _ => true,
        cancellationToken);

    public Task SetNextAsync(FileWatch watch, DateTimeOffset next, string? error, CancellationToken cancellationToken) => database.QueryAsync(
        new(
            "UPDATE pipeline_triggers SET look_at = @next, last_error = @error WHERE pipeline_id = @id AND key = @key AND fingerprint = @fingerprint RETURNING 1",
            [.. Parameters(watch), ("@next", next), ("@error", error)]),
        _ => true,
        cancellationToken);

    private static Statement Upsert(FileWatch watch, IReadOnlyList<KnownFile> changed) => new(
        """
        INSERT INTO watched_files (pipeline_id, key, path, version, seen_at, done)
        SELECT @id, @key, f.path, f.version, f.seen_at, f.done FROM unnest(@paths, @versions, @seen, @done) AS f (path, version, seen_at, done)
        ON CONFLICT (pipeline_id, key, path) DO UPDATE SET version = EXCLUDED.version, seen_at = EXCLUDED.seen_at, done = EXCLUDED.done
        """,
        [
            .. Parameters(watch),
            ("@paths", changed.Select(file => file.Path).ToArray()),
            ("@versions", changed.Select(file => file.Version).ToArray()),
            ("@seen", changed.Select(file => file.SeenAt.UtcDateTime).ToArray()),
            ("@done", changed.Select(file => file.Done).ToArray()),
        ]);

    private static (string, object?)[] Parameters(FileWatch watch) => [("@id", watch.Pipeline.Id), ("@key", watch.Key), ("@fingerprint", watch.Fingerprint)];
}
