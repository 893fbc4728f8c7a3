using DataAggregator.Core.Runs;

namespace DataAggregator.Storage.Sqlite;

/// <summary>The course of runs over time, for <c>run FILE</c>.</summary>
internal sealed class SqliteRunMetricsStore(SqliteDatabase database) : IRunMetricsStore
{
    public Task<IReadOnlyList<RunMetricBucket>> BucketsAsync(string runId, DateTimeOffset start, TimeSpan width, CancellationToken cancellationToken) =>
        database.UseAsync<IReadOnlyList<RunMetricBucket>>(
            db => db.Query(
                """
                SELECT max(0, (saved_at - @start) / @width) AS bucket, sum(records_read), sum(bytes_read), count(*) FROM run_segments
                WHERE run_id = @run AND saved_at IS NOT NULL AND records_read > 0 GROUP BY bucket ORDER BY bucket
                """,
                row => new RunMetricBucket(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
                ("@run", runId),
                ("@start", SqliteInstant.Of(start)),
                ("@width", width.Ticks / TimeSpan.TicksPerMicrosecond)),
            cancellationToken);
}
