using System.Text.Json;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Quality;
using DataAggregator.Core.Records;

namespace DataAggregator.Storage.Sqlite;

/// <summary>The profiles of runs of <c>run FILE</c>.</summary>
internal sealed class SqliteProfileStore(SqliteDatabase database) : IProfileStore
{
    public Task SaveSegmentAsync(SegmentProfile segment, CancellationToken cancellationToken) => database.UseAsync(
        db => db.Execute(
            "INSERT OR REPLACE INTO run_segment_profiles (run_id, partition, ordinal, profile, checks) VALUES (@run, @partition, @ordinal, @profile, @checks)",
            ("@run", segment.Id.RunId),
            ("@partition", segment.Id.Partition),
            ("@ordinal", segment.Id.Ordinal),
            ("@profile", segment.Profile),
            ("@checks", StoredJson.WriteList(segment.Checks))),
        cancellationToken);

    public Task<IReadOnlyList<SegmentProfile>> ListSegmentsAsync(string runId, SegmentId? after, CancellationToken cancellationToken) => database.UseAsync<IReadOnlyList<SegmentProfile>>(
        db => db.Query(
            $"""
            SELECT {ProfileRow.SegmentColumns} FROM run_segment_profiles WHERE run_id = @run AND (partition, ordinal) > (@partition, @ordinal)
            ORDER BY partition, ordinal LIMIT @limit
            """,
            row => ProfileRow.ReadSegment(runId, row),
            ("@run", runId),
            ("@partition", after?.Partition ?? -1),
            ("@ordinal", after?.Ordinal ?? -1),
            ("@limit", ProfileRow.SegmentsAtATime)),
        cancellationToken);

    public Task DeleteSegmentsAsync(string runId, CancellationToken cancellationToken) =>
        database.UseAsync(db => db.Execute("DELETE FROM run_segment_profiles WHERE run_id = @run", ("@run", runId)), cancellationToken);

    public Task SaveRunAsync(RunQuality quality, CancellationToken cancellationToken) => database.UseAsync(
        db => db.Execute(
            "INSERT OR REPLACE INTO run_profiles (run_id, pipeline_id, created_at, profile, expectations) VALUES (@run, @pipeline, @created, @profile, @expectations)",
            ("@run", quality.RunId),
            ("@pipeline", quality.PipelineId),
            ("@created", SqliteInstant.Of(quality.CreatedAt)),
            ("@profile", JsonSerializer.Serialize(quality.Profile, ProfileJson.Default.RecordProfile)),
            ("@expectations", StoredJson.WriteList(quality.Expectations))),
        cancellationToken);

    public Task<RunQuality?> FindRunAsync(string runId, CancellationToken cancellationToken) => database.UseAsync(
        db => db.Query($"SELECT {ProfileRow.Columns} FROM run_profiles q WHERE q.run_id = @run", Read, ("@run", runId)).SingleOrDefault(), cancellationToken);

    public Task<IReadOnlyList<RunQuality>> ListRunsAsync(string pipelineId, DateTimeOffset? endedBefore, int limit, CancellationToken cancellationToken) => database.UseAsync<IReadOnlyList<RunQuality>>(
        db => db.Query(
            $"""
            SELECT {ProfileRow.Columns} FROM run_profiles q JOIN runs r ON r.id = q.run_id
            WHERE q.pipeline_id = @pipeline AND r.status IN ('success', 'warning') AND NOT r.dry_run AND (@before IS NULL OR r.ended_at <= @before)
            ORDER BY q.created_at DESC, q.run_id DESC LIMIT @limit
            """,
            Read,
            ("@pipeline", pipelineId),
            ("@before", endedBefore is { } before ? SqliteInstant.Of(before) : null),
            ("@limit", limit)),
        cancellationToken);

    private static RunQuality Read(System.Data.Common.DbDataReader row) => ProfileRow.Read(row, SqliteInstant.Read);
}
