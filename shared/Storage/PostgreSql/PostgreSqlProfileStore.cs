using System.Text.Json;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Quality;
using DataAggregator.Core.Records;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The profiles of the platform's runs.</summary>
internal sealed class PostgreSqlProfileStore(PostgreSqlDatabase database) : IProfileStore
{
    public Task SaveSegmentAsync(SegmentProfile segment, CancellationToken cancellationToken) => ExecuteAsync(
        new(
            """
            INSERT INTO run_segment_profiles (run_id, partition, ordinal, profile, checks) VALUES (@run, @partition, @ordinal, @profile, @checks::json)
            ON CONFLICT (run_id, partition, ordinal) DO UPDATE SET profile = excluded.profile, checks = excluded.checks
            """,
            ("@run", segment.Id.RunId),
            ("@partition", segment.Id.Partition),
            ("@ordinal", segment.Id.Ordinal),
            ("@profile", segment.Profile),
            ("@checks", StoredJson.WriteList(segment.Checks))),
        cancellationToken);

    public async Task<IReadOnlyList<SegmentProfile>> ListSegmentsAsync(string runId, SegmentId? after, CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            $"""
            SELECT {ProfileRow.SegmentColumns} FROM run_segment_profiles WHERE run_id = @run AND (partition, ordinal) > (@partition, @ordinal)
            ORDER BY partition, ordinal LIMIT @limit
            """,
            ("@run", runId),
            ("@partition", after?.Partition ?? -1),
            ("@ordinal", after?.Ordinal ?? -1),
            ("@limit", ProfileRow.SegmentsAtATime)),
        row => ProfileRow.ReadSegment(runId, row),
        cancellationToken);

    public Task DeleteSegmentsAsync(string runId, CancellationToken cancellationToken) =>
        ExecuteAsync(new("DELETE FROM run_segment_profiles WHERE run_id = @run", ("@run", runId)), cancellationToken);

    public Task SaveRunAsync(RunQuality quality, CancellationToken cancellationToken) => ExecuteAsync(
        new(
            """
            INSERT INTO run_profiles (run_id, pipeline_id, created_at, profile, expectations) VALUES (@run, @pipeline, @created, @profile::json, @expectations::json)
            ON CONFLICT (run_id) DO UPDATE SET profile = excluded.profile, expectations = excluded.expectations
            """,
            ("@run", quality.RunId),
            ("@pipeline", quality.PipelineId),
            ("@created", quality.CreatedAt.ToUniversalTime()),
            ("@profile", JsonSerializer.Serialize(quality.Profile, ProfileJson.Default.RecordProfile)),
            ("@expectations", StoredJson.WriteList(quality.Expectations))),
        cancellationToken);

    public async Task<RunQuality?> FindRunAsync(string runId, CancellationToken cancellationToken) =>
        (await database.QueryAsync(new($"SELECT {ProfileRow.Columns} FROM run_profiles q WHERE q.run_id = @run", ("@run", runId)), Read, cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<RunQuality>> ListRunsAsync(string pipelineId, DateTimeOffset? endedBefore, int limit, CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            $"""
            SELECT {ProfileRow.Columns} FROM run_profiles q JOIN runs r ON r.created_at = q.created_at AND r.id = q.run_id
            WHERE q.pipeline_id = @pipeline AND r.status IN ('success', 'warning') AND NOT r.dry_run AND (@before::timestamptz IS NULL OR r.ended_at <= @before::timestamptz)
            ORDER BY q.created_at DESC, q.run_id DESC LIMIT @limit
            """,
            ("@pipeline", pipelineId),
            ("@before", endedBefore?.ToUniversalTime()),
            ("@limit", limit)),
        Read,
        cancellationToken);

    private static RunQuality Read(System.Data.Common.DbDataReader row) => ProfileRow.Read(row, PostgreSqlInstant.Read);

    private Task ExecuteAsync(Statement statement, CancellationToken cancellationToken) => database.QueryAsync(statement, row => 0, cancellationToken);
}
