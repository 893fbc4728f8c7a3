using System.Data.Common;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Storage;

/// <summary>The row of a run, which has the same columns in every database.</summary>
internal static class RunRow
{
    /// <summary>The columns of <c>runs r</c> that <see cref="Read"/> takes.</summary>
    public const string Columns = """
        r.id, r.run_key, r.pipeline_id, r.pipeline_name, r.pipeline_version, r.status, r.trigger_kind, r.parameters, r.logical_time, r.created_at, r.started_at, r.ended_at,
        r.epoch, r.cancel_requested, r.record_limit, r.records_expected, r.records_read, r.records_written, r.records_rejected, r.records_filtered, r.records_deduplicated,
        r.bytes_read, r.steps, r.error, r.dry_run, r.attempt, r.pause_requested, r.heartbeat_at, r.lease_until, r.work_records, r.work_bytes, r.waits_until, r.waits_for, r.retryable, r.reading, r.queued, r.upstream_run_id
        """;

    /// <summary>Holds for rows that can still change.</summary>
    public const string Unfinished = "status IN ('pending', 'running', 'paused', 'retrying')";

    /// <summary>The orders of the list: newest first, and the reverse.</summary>
    public static readonly IReadOnlyList<string> Orders = ["-created_at", "created_at"];

    /// <summary>The run of the current row; its totals and steps are those that it was finished with.</summary>
    public static Run Read(DbDataReader row, Func<DbDataReader, int, DateTimeOffset> instant) => new()
    {
        Id = row.GetString(0),
        Key = row.GetString(1),
        PipelineId = row.GetString(2),
        PipelineName = row.GetString(3),
        PipelineVersion = row.GetInt32(4),
        Status = RunStatuses.Parse(row.GetString(5)),
        Trigger = row.GetString(6),
        Parameters = StoredJson.Parse(row.GetString(7)),
        LogicalTime = instant(row, 8),
        CreatedAt = instant(row, 9),
        StartedAt = row.IsDBNull(10) ? null : instant(row, 10),
        EndedAt = row.IsDBNull(11) ? null : instant(row, 11),
        Epoch = row.GetInt32(12),
        CancelRequested = row.GetBoolean(13),
        Limit = row.IsDBNull(14) ? null : row.GetInt64(14),
        Totals = new RunTotals
        {
            Expected = row.IsDBNull(15) ? null : row.GetInt64(15),
            Read = row.GetInt64(16),
            Written = row.GetInt64(17),
            Rejected = row.GetInt64(18),
            Filtered = row.GetInt64(19),
            Deduplicated = row.GetInt64(20),
            BytesRead = row.GetInt64(21),
        },
        Steps = StoredJson.Read<List<StepCounts>>(row.GetString(22)),
        Error = row.IsDBNull(23) ? null : StoredJson.Read<RunError>(row.GetString(23)),
        DryRun = row.GetBoolean(24),
        Attempt = row.GetInt32(25),
        PauseRequested = row.GetBoolean(26),
        HeartbeatAt = row.IsDBNull(27) ? null : instant(row, 27),
        LeaseUntil = row.IsDBNull(28) ? null : instant(row, 28),
        WorkRecords = row.GetInt64(29),
        WorkBytes = row.GetInt64(30),
        WaitsUntil = row.IsDBNull(31) ? null : instant(row, 31),
        WaitsFor = row.IsDBNull(32) ? null : row.GetString(32),
        Retryable = row.GetBoolean(33),
        Reading = row.IsDBNull(34) ? null : StoredJson.Read<RunReading>(row.GetString(34)),
        Queued = row.GetBoolean(35),
        UpstreamRunId = row.IsDBNull(36) ? null : row.GetString(36),
    };

    /// <summary>The order that a page asks for.</summary>
    public static string Order(PageRequest request) => Sorting.Of(request, Orders);

    /// <summary>The statement of a list: parameters <c>@pipeline @status @query @at @id @limit</c>, of which it names those it needs.</summary>
    /// <param name="query">What is wanted.</param>
    /// <param name="after">Where the page begins.</param>
    /// <param name="like">The database's LIKE that ignores case.</param>
    public static string List(RunQuery query, Keyset? after, string like)
    {
        var (compares, direction) = Order(query.Page) == Orders[0] ? ("<", "DESC") : (">", "ASC");
        List<string> conditions = [];
        if (query.PipelineId is not null)
            conditions.Add("r.pipeline_id = @pipeline");
        if (query.Status is not null)
            conditions.Add("r.status = @status");
        if (query.Page.Query is { Length: > 0 })
            conditions.Add($"r.pipeline_name {like} @query ESCAPE '\\'");
        if (after is not null)
            conditions.Add($"(r.created_at, r.id) {compares} (@at, @id)");
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        return $"SELECT {Columns} FROM runs r {where} ORDER BY r.created_at {direction}, r.id {direction} LIMIT @limit";
    }
}
