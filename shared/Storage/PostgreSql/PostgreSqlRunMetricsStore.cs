using DataAggregator.Core.Runs;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The course of runs over time, for all hosts.</summary>
internal sealed class PostgreSqlRunMetricsStore(PostgreSqlDatabase database) : IRunMetricsStore
{
    public async Task<IReadOnlyList<RunMetricBucket>> BucketsAsync(string runId, DateTimeOffset start, TimeSpan width, CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            """
            SELECT greatest(0, floor(extract(epoch FROM s.saved_at - @start) / @width))::int, sum(s.records_read)::bigint, sum(s.bytes_read)::bigint, count(*)
            FROM run_keys k JOIN run_segments s ON s.run_created_at = k.created_at AND s.run_id = k.run_id
            WHERE k.run_id = @run AND s.saved_at IS NOT NULL AND s.records_read > 0 GROUP BY 1 ORDER BY 1
            """,
            ("@run", runId),
            ("@start", start.ToUniversalTime()),
            ("@width", width.TotalSeconds)),
        row => new RunMetricBucket(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
        cancellationToken);
}
