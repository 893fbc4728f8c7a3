using DataAggregator.Core.Runs;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>
/// Sees to it that what is new of a stream is read by one run: of those whose plan moves its state, one at a time is unfinished, and none delivers what another has.
/// A run has its plan from when the plan is saved to when it ends for good, so that saving a plan and opening a failed run again exclude each other.
/// </summary>
internal static class PostgreSqlStreamReaders
{
    /// <summary>The condition under which a run <c>r</c> that failed may go on with the plan that it has: no other run has taken its place at the stream meanwhile.</summary>
    public const string GoesOn = $"""
        NOT EXISTS (
            SELECT FROM run_plans mine WHERE mine.run_id = r.id AND (mine.plan -> 'stream' ->> 'commits')::boolean AND (
                EXISTS (
                    SELECT FROM runs o JOIN run_plans p ON p.run_id = o.id
                    WHERE o.pipeline_id = r.pipeline_id AND o.id <> r.id AND o.{RunRow.Unfinished}
                    AND p.plan -> 'stream' ->> 'name' = mine.plan -> 'stream' ->> 'name' AND (p.plan -> 'stream' ->> 'commits')::boolean)
                OR EXISTS (
                    SELECT FROM stream_state_changes c
                    WHERE c.pipeline_id = r.pipeline_id AND c.stream = mine.plan -> 'stream' ->> 'name' AND c.version > (mine.plan -> 'stream' ->> 'base_version')::int AND c.run_id <> r.id)))
        """;

    /// <summary>Has whoever saves a plan of the run's pipeline, or opens one of its runs again, wait until the transaction ends.</summary>
    public static Task LockAsync(PostgreSqlSession session, string runId, CancellationToken cancellationToken) => session.QueryAsync(
        new("SELECT pg_advisory_xact_lock(hashtextextended('stream plans of ' || r.pipeline_id, 0)) FROM run_keys k JOIN runs r ON r.created_at = k.created_at AND r.id = k.run_id WHERE k.run_id = @id", ("@id", runId)),
        _ => true,
        cancellationToken);

    /// <summary>Refuses a plan by which a run would deliver what another does, or has since the plan was made.</summary>
    /// <exception cref="StreamInUseException">It would.</exception>
    public static async Task CheckPlanAsync(PostgreSqlSession session, string runId, PlannedStream stream, CancellationToken cancellationToken)
    {
        await LockAsync(session, runId, cancellationToken);
        const string OfPipeline = "pipeline_id = (SELECT pipeline_id FROM run_keys k JOIN runs r ON r.created_at = k.created_at AND r.id = k.run_id WHERE k.run_id = @id)";
        var others = await session.QueryAsync(
            new(
                $"""
                SELECT o.id FROM runs o JOIN run_plans p ON p.run_id = o.id
                WHERE o.{OfPipeline} AND o.id <> @id AND o.{RunRow.Unfinished} AND p.plan -> 'stream' ->> 'name' = @stream AND (p.plan -> 'stream' ->> 'commits')::boolean
                """,
                ("@id", runId),
                ("@stream", stream.Name)),
            row => row.GetString(0),
            cancellationToken);
        if (others is [var other, ..])
            throw StreamInUseException.By(other, stream.Name);
        // After that: a run moves the state before it ends.
        var version = await session.QueryAsync(
            new($"SELECT version FROM stream_states s WHERE s.{OfPipeline} AND s.stream = @stream", ("@id", runId), ("@stream", stream.Name)), row => row.GetInt32(0), cancellationToken);
        if (version.SingleOrDefault() != stream.BaseVersion)
            throw StreamInUseException.Moved(stream.Name);
    }
}
