using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;
using DataAggregator.Core.Schedules;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>
/// Decides within a transaction whether a run may begin, wait, or is left out. The pipeline's row is held meanwhile: hosts decide one after the other.
/// Backfills, replays and dry runs stand beside the other runs of a pipeline, and are not counted.
/// </summary>
internal static class PostgreSqlAdmission
{
    private const string Stream = "stream";

    /// <summary>Holds the pipelines, always in the same order; those that there still are.</summary>
    public static Task<List<string>> LockAsync(PostgreSqlSession session, IEnumerable<string> pipelineIds, CancellationToken cancellationToken) => session.QueryAsync(
        new("SELECT id FROM pipelines WHERE id = ANY(@ids) ORDER BY id FOR NO KEY UPDATE", ("@ids", pipelineIds.Distinct(StringComparer.Ordinal).ToArray())),
        row => row.GetString(0),
        cancellationToken);

    /// <summary>Adds the run as its overlap allows. The pipeline is held.</summary>
    public static async Task<RunEndOutcome> AdmitAsync(PostgreSqlSession session, WantedRun wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await session.QueryAsync(new("SELECT 1 FROM run_keys WHERE run_key = @key", ("@key", wanted.Run.Key)), _ => true, cancellationToken);
        if (known.Count > 0)
            return RunEndOutcome.None;
        var others = wanted.Overlap == RunOverlap.Parallel ? [] : await UnfinishedAsync(session, wanted.Run.PipelineId, cancellationToken);
        if (others.Count > 0 && (wanted.Overlap == RunOverlap.Skip || (wanted.Overlap == RunOverlap.Queue && !wanted.IsPatient && others.Exists(other => other.Queued))))
            return RunEndOutcome.None;
        // The events of a stream's run are given to no other: it is waited for.
        var cancelled = wanted.Overlap == RunOverlap.CancelPrevious ? others.FindAll(other => other.Trigger != Stream) : [];
        foreach (var other in cancelled)
            await session.QueryAsync(PostgreSqlRunChange.Ending(other.Id, RunTransition.RequestCancel, ("@now", now)), _ => true, cancellationToken);
        // Who is patient does not overtake those that wait.
        var run = wanted.Run with { Queued = wanted.IsPatient ? others.Count > 0 : others.Exists(other => !other.Queued) };
        await session.QueryAsync(PostgreSqlRunInsert.Of(run), row => row.GetString(0), cancellationToken);
        return new RunEndOutcome(run.Queued ? [] : [run], cancelled) { Waiting = run.Queued ? [run] : [] };
    }

    /// <summary>Whether the run can begin or wait for its turn: only one waits. The pipeline is held.</summary>
    public static async Task<bool> HasRoomAsync(PostgreSqlSession session, WantedRun wanted, CancellationToken cancellationToken) =>
        !(await UnfinishedAsync(session, wanted.Run.PipelineId, cancellationToken)).Exists(other => other.Queued);

    /// <summary>Whether a run of the pipeline has not ended. The pipeline is held.</summary>
    public static async Task<bool> IsBusyAsync(PostgreSqlSession session, string pipelineId, CancellationToken cancellationToken) =>
        (await UnfinishedAsync(session, pipelineId, cancellationToken)).Count > 0;

    /// <summary>Lets the run begin that waits for the others of its pipeline, when they have ended. The pipeline is held.</summary>
    public static async Task<Run?> ReleaseAsync(PostgreSqlSession session, string pipelineId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var turns = await session.QueryAsync(
            new(
                $"""
                SELECT {RunRow.Columns} FROM runs r WHERE r.pipeline_id = @pipeline AND r.queued AND {Counted("r")}
                  AND NOT EXISTS (SELECT FROM runs o WHERE o.pipeline_id = @pipeline AND NOT o.queued AND {Counted("o")})
                ORDER BY r.created_at, r.id LIMIT 1
                """,
                ("@pipeline", pipelineId)),
            row => RunRow.Read(row, PostgreSqlInstant.Read),
            cancellationToken);
        if (turns is not [var next])
            return null;
        await session.QueryAsync(PostgreSqlRunChange.Loud(next.Id, new RunTransition("queued = false, heartbeat_at = @now", $"r.queued AND r.{RunRow.Unfinished}"), ("@now", now)), _ => true, cancellationToken);
        return next with { Queued = false };
    }

    private static string Counted(string run) => $"NOT {run}.dry_run AND {run}.trigger_kind NOT IN ('backfill', 'replay') AND {run}.{RunRow.Unfinished}";

    private static Task<List<Run>> UnfinishedAsync(PostgreSqlSession session, string pipelineId, CancellationToken cancellationToken) => session.QueryAsync(
        new($"SELECT {RunRow.Columns} FROM runs r WHERE r.pipeline_id = @pipeline AND {Counted("r")} ORDER BY r.created_at, r.id", ("@pipeline", pipelineId)),
        row => RunRow.Read(row, PostgreSqlInstant.Read),
        cancellationToken);
}
