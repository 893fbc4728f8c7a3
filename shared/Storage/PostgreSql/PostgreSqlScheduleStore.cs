using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs.Ends;
using DataAggregator.Core.Schedules;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The schedules of the platform's pipelines. A row stands for a pipeline that is enabled and has one.</summary>
internal sealed class PostgreSqlScheduleStore(PostgreSqlDatabase database, TimeProvider time) : IScheduleStore
{
    public Task<IReadOnlyList<ScheduledPipeline>> ListAsync(CancellationToken cancellationToken) => ListAsync("true", cancellationToken);

    public Task<IReadOnlyList<ScheduledPipeline>> ListDueAsync(CancellationToken cancellationToken) => ListAsync("s.next_at <= @now", cancellationToken);

    public Task<RunEndOutcome?> DecideAsync(WantedRun wanted, bool isPatient, CancellationToken cancellationToken) => database.WriteAsync<RunEndOutcome?>(
        async session =>
        {
            await PostgreSqlAdmission.LockAsync(session, [wanted.Run.PipelineId], cancellationToken);
            var open = await session.QueryAsync(
                new(
                    "SELECT 1 FROM pipeline_schedules WHERE pipeline_id = @id AND decided_until < @instant",
                    ("@id", wanted.Run.PipelineId),
                    ("@instant", wanted.Run.LogicalTime.ToUniversalTime())),
                _ => true,
                cancellationToken);
            if (open.Count == 0)
                return RunEndOutcome.None;
            if (isPatient && !await PostgreSqlAdmission.HasRoomAsync(session, wanted, cancellationToken))
                return null;
            var outcome = await PostgreSqlAdmission.AdmitAsync(session, wanted, time.GetUtcNow(), cancellationToken);
            await session.ExecuteAsync(
                [
                    new(
                        "UPDATE pipeline_schedules SET decided_until = @instant WHERE pipeline_id = @id",
                        ("@id", wanted.Run.PipelineId),
                        ("@instant", wanted.Run.LogicalTime.ToUniversalTime())),
                ],
                cancellationToken);
            return outcome;
        },
        cancellationToken);

    public Task SetNextAsync(string pipelineId, int version, DateTimeOffset? next, CancellationToken cancellationToken) => database.QueryAsync(
        new(
            "UPDATE pipeline_schedules SET next_at = @next WHERE pipeline_id = @id AND version = @version RETURNING pipeline_id",
            ("@id", pipelineId),
            ("@version", version),
            ("@next", next?.ToUniversalTime())),
        row => row.GetString(0),
        cancellationToken);

    /// <summary>What saving a version does to its schedule. A changed one begins anew; what passed while it was paused is no instant of it.</summary>
    internal static IEnumerable<Statement> Save(Pipeline pipeline)
    {
        var schedule = pipeline.Enabled && pipeline.Document.TryGetProperty("schedule", out var given) && given.ValueKind == System.Text.Json.JsonValueKind.Object ? given.GetRawText() : null;
        if (schedule is null)
        {
            yield return new Statement("DELETE FROM pipeline_schedules WHERE pipeline_id = @id", ("@id", pipeline.Id));
            yield break;
        }

        yield return new Statement(
            """
            INSERT INTO pipeline_schedules AS s (pipeline_id, version, schedule, decided_until, next_at) VALUES (@id, @version, @schedule::jsonb, @now, @now)
            ON CONFLICT (pipeline_id) DO UPDATE SET version = EXCLUDED.version, schedule = EXCLUDED.schedule, next_at = EXCLUDED.next_at,
                decided_until = CASE WHEN s.schedule = EXCLUDED.schedule THEN s.decided_until ELSE EXCLUDED.decided_until END
            """,
            ("@id", pipeline.Id),
            ("@version", pipeline.Version),
            ("@schedule", schedule),
            ("@now", pipeline.UpdatedAt));
    }

    private async Task<IReadOnlyList<ScheduledPipeline>> ListAsync(string condition, CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            $"{PostgreSqlPipelineStore.Columns}, s.decided_until FROM pipeline_schedules s JOIN pipeline_versions v ON v.pipeline_id = s.pipeline_id AND v.version = s.version WHERE {condition} ORDER BY v.name",
            ("@now", time.GetUtcNow())),
        row => new ScheduledPipeline(PostgreSqlPipelineStore.Read(row), PostgreSqlInstant.Read(row, 9)),
        cancellationToken);
}
