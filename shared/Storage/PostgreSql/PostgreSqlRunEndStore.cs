using System.Data.Common;
using DataAggregator.Core.Notifications;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The ends of the platform's runs from which something may still have to follow.</summary>
internal sealed class PostgreSqlRunEndStore(PostgreSqlDatabase database, TimeProvider time) : IRunEndStore
{
    public async Task<IReadOnlyList<RunEnd>> ListAsync(int limit, CancellationToken cancellationToken) => await database.QueryAsync(
        new("SELECT run_id, attempt, ended_at FROM run_ends ORDER BY ended_at, run_id LIMIT @limit", ("@limit", limit)), Read, cancellationToken);

    public async Task<RunEnd?> FindAsync(string runId, CancellationToken cancellationToken) => (await database.QueryAsync(
        new("SELECT run_id, attempt, ended_at FROM run_ends WHERE run_id = @id ORDER BY attempt LIMIT 1", ("@id", runId)), Read, cancellationToken)).FirstOrDefault();

    public Task<RunEndOutcome> SettleAsync(RunEnd end, Run run, IReadOnlyList<WantedRun> wanted, IReadOnlyList<Notification> notices, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var mine = await session.QueryAsync(
                new("DELETE FROM run_ends WHERE run_id = @id AND attempt = @attempt RETURNING run_id", ("@id", end.RunId), ("@attempt", end.Attempt)), _ => true, cancellationToken);
            if (mine.Count == 0)
                return RunEndOutcome.None;
            if (notices.Count > 0)
                await session.ExecuteAsync([.. notices.Select(notice => PostgreSqlNotificationStore.Add(notice, time.GetUtcNow()))], cancellationToken);
            var saved = await PostgreSqlAdmission.LockAsync(session, [run.PipelineId, .. wanted.Select(start => start.Run.PipelineId)], cancellationToken);
            var started = new List<Run>();
            var cancelled = new List<Run>();
            foreach (var start in wanted.Where(start => saved.Contains(start.Run.PipelineId)))
            {
                if (start.Upstreams.Count > 0 && !await AllHaveRunAsync(session, start, run, cancellationToken))
                    continue;
                var outcome = await PostgreSqlAdmission.AdmitAsync(session, start, time.GetUtcNow(), cancellationToken);
                await session.ExecuteAsync([.. PostgreSqlTriggerStore.Fired(start, outcome, time.GetUtcNow())], cancellationToken);
                started.AddRange(outcome.Started);
                cancelled.AddRange(outcome.Cancelled);
            }

            if (await PostgreSqlAdmission.ReleaseAsync(session, run.PipelineId, time.GetUtcNow(), cancellationToken) is { } next)
                started.Add(next);
            return new RunEndOutcome(started, cancelled);
        },
        cancellationToken);

    /// <summary>Notes that this upstream has run; when all have, the notes are used up.</summary>
    private static async Task<bool> AllHaveRunAsync(PostgreSqlSession session, WantedRun start, Run upstream, CancellationToken cancellationToken)
    {
        var parameters = new (string, object?)[] { ("@pipeline", start.Run.PipelineId), ("@upstream", upstream.PipelineId), ("@run", upstream.Id), ("@all", start.Upstreams.ToArray()) };
        await session.ExecuteAsync(
            [
                new(
                    """
                    INSERT INTO dependencies_met (pipeline_id, upstream_id, run_id) VALUES (@pipeline, @upstream, @run)
                    ON CONFLICT (pipeline_id, upstream_id) DO UPDATE SET run_id = EXCLUDED.run_id
                    """,
                    parameters),
            ],
            cancellationToken);
        var met = await session.QueryAsync(
            new("SELECT upstream_id FROM dependencies_met WHERE pipeline_id = @pipeline AND upstream_id = ANY(@all)", parameters), row => row.GetString(0), cancellationToken);
        if (met.Count < start.Upstreams.Count)
            return false;
        await session.ExecuteAsync([new("DELETE FROM dependencies_met WHERE pipeline_id = @pipeline", parameters)], cancellationToken);
        return true;
    }

    private static RunEnd Read(DbDataReader row) => new(row.GetString(0), row.GetInt32(1), PostgreSqlInstant.Read(row, 2));
}
