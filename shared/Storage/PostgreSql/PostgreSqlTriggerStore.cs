using System.Data.Common;
using System.Security.Cryptography;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs.Ends;
using DataAggregator.Core.Schedules;
using DataAggregator.Core.Streams;
using DataAggregator.Core.Triggers;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The triggers of the platform's pipelines. A row stands for each of a pipeline's newest version, paused or not: a webhook keeps its address.</summary>
internal sealed class PostgreSqlTriggerStore(PostgreSqlDatabase database, TimeProvider time) : ITriggerStore
{
    private const int MostWaiting = 1000;
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    public async Task<IReadOnlyList<TriggerState>> ListAsync(string pipelineId, CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            """
            SELECT key, type, is_active, since, fired_at, fired_run_id, token_hint, token_at, token_by, last_error FROM pipeline_triggers
            WHERE pipeline_id = @id ORDER BY position
            """,
            ("@id", pipelineId)),
        Read,
        cancellationToken);

    public async Task<IReadOnlyList<Pipeline>> ListeningAsync(string eventName, CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            $"{PostgreSqlPipelineStore.SelectNewest} WHERE EXISTS (SELECT FROM pipeline_triggers t WHERE t.pipeline_id = d.id AND t.is_active AND t.type = 'event' AND t.subject = @event) ORDER BY d.id",
            ("@event", eventName)),
        PostgreSqlPipelineStore.Read,
        cancellationToken);

    public Task<FiringOutcome> FireAsync(Firing firing, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var wanted = firing.Wanted;
            await PostgreSqlAdmission.LockAsync(session, [wanted.Run.PipelineId], cancellationToken);
            var known = await session.QueryAsync(
                new("SELECT run_id FROM trigger_events WHERE pipeline_id = @id AND key = @key AND event_id = @event", Parameters(firing)),
                row => row.IsDBNull(0) ? null : row.GetString(0),
                cancellationToken);
            if (known is [var first])
                return new FiringOutcome(FiringResult.Repeated, first, RunEndOutcome.None);
            if (await RefusalAsync(session, firing, cancellationToken) is { } refused)
                return new FiringOutcome(refused, null, RunEndOutcome.None);
            if (firing.Range is { } range && !await GiveAsync(session, firing, range, cancellationToken))
                return new FiringOutcome(FiringResult.Repeated, null, RunEndOutcome.None);
            var follows = await PostgreSqlAdmission.AdmitAsync(session, wanted, time.GetUtcNow(), cancellationToken);
            var run = follows.Started.Concat(follows.Waiting).FirstOrDefault();
            await session.ExecuteAsync(
                [
                    new("INSERT INTO trigger_events (pipeline_id, key, event_id, run_id, told_at) VALUES (@id, @key, @event, @run, @now)", [.. Parameters(firing), ("@run", run?.Id), ("@now", time.GetUtcNow())]),
                    .. Fired(wanted, follows, time.GetUtcNow()),
                ],
                cancellationToken);
            return new FiringOutcome(run is null ? FiringResult.Skipped : run.Queued ? FiringResult.Queued : FiringResult.Started, run?.Id, follows);
        },
        cancellationToken);

    public async Task<bool> SetTokenAsync(string pipelineId, string key, HookToken? token, string by, CancellationToken cancellationToken) => (await database.QueryAsync(
        new(
            """
            UPDATE pipeline_triggers SET token_hash = @hash::bytea, token_hint = @hint, token_at = @now::timestamptz, token_by = @by, minute = NULL, requests = 0
            WHERE pipeline_id = @id AND key = @key AND type = 'webhook' RETURNING key
            """,
            ("@id", pipelineId),
            ("@key", key),
            ("@hash", token?.Hash),
            ("@hint", token?.Hint),
            ("@now", token is null ? null : time.GetUtcNow()),
            ("@by", token is null ? null : by)),
        row => row.GetString(0),
        cancellationToken)).Count > 0;

    public async Task<Webhook?> FindWebhookAsync(HookToken token, CancellationToken cancellationToken)
    {
        var hash = token.Hash;
        var found = await database.QueryAsync(
            new("SELECT pipeline_id, key, token_hash FROM pipeline_triggers WHERE token_hash = @hash", ("@hash", hash)),
            row => (Webhook: new Webhook(row.GetString(0), row.GetString(1)), Hash: row.GetFieldValue<byte[]>(2)),
            cancellationToken);
        // Compared whole in any case: an unknown token takes as long as a known one.
        var isIt = CryptographicOperations.FixedTimeEquals(found is [var one] ? one.Hash : new byte[hash.Length], hash);
        return isIt ? found[0].Webhook : null;
    }

    public async Task<bool> CountRequestAsync(Webhook webhook, int maxPerMinute, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var counted = await database.QueryAsync(
            new(
                """
                UPDATE pipeline_triggers SET requests = CASE WHEN minute = @minute THEN requests + 1 ELSE 1 END, minute = @minute
                WHERE pipeline_id = @id AND key = @key RETURNING requests
                """,
                ("@id", webhook.PipelineId),
                ("@key", webhook.Key),
                ("@minute", now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)))),
            row => row.GetInt32(0),
            cancellationToken);
        return counted is [var requests] && requests <= maxPerMinute;
    }

    public Task ForgetOldAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var old = ("@old", (object?)(time.GetUtcNow() - Memory));
            await session.ExecuteAsync([new("DELETE FROM trigger_events WHERE told_at < @old", old), new("DELETE FROM watched_files WHERE version = 'gone' AND seen_at < @old", old)], cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Notes on a trigger that it has started a run.</summary>
    internal static IEnumerable<Statement> Fired(WantedRun wanted, RunEndOutcome outcome, DateTimeOffset now)
    {
        if (wanted.TriggerKey is not { } key || outcome.Started.Concat(outcome.Waiting).FirstOrDefault() is not { } run)
            yield break;
        yield return new Statement(
            "UPDATE pipeline_triggers SET fired_at = @now, fired_run_id = @run WHERE pipeline_id = @id AND key = @key",
            ("@id", run.PipelineId),
            ("@key", key),
            ("@run", run.Id),
            ("@now", now));
    }

    /// <summary>Why it cannot be taken now; null where it can. The pipeline is held.</summary>
    private static async Task<FiringResult?> RefusalAsync(PostgreSqlSession session, Firing firing, CancellationToken cancellationToken)
    {
        var active = await session.QueryAsync(new("SELECT 1 FROM pipeline_triggers WHERE pipeline_id = @id AND key = @key AND is_active", Parameters(firing)), _ => true, cancellationToken);
        if (active.Count == 0)
            return FiringResult.Paused;
        // Events of a stream are not left out with the run that would get them: they wait for the next.
        if (firing is { Range: not null, Wanted.Overlap: RunOverlap.Skip })
            return await PostgreSqlAdmission.IsBusyAsync(session, firing.Wanted.Run.PipelineId, cancellationToken) ? FiringResult.Skipped : null;
        if (firing.Wanted is not { IsPatient: true, Overlap: RunOverlap.Queue or RunOverlap.CancelPrevious })
            return null;
        var waiting = await session.QueryAsync(
            new($"SELECT count(*) FROM runs r WHERE r.pipeline_id = @id AND r.queued AND r.{RunRow.Unfinished}", Parameters(firing)), row => row.GetInt64(0), cancellationToken);
        return waiting[0] >= MostWaiting ? FiringResult.Full : null;
    }

    /// <summary>Moves a stream's trigger behind the events; false where another host has.</summary>
    private static async Task<bool> GiveAsync(PostgreSqlSession session, Firing firing, StreamRange range, CancellationToken cancellationToken) => (await session.QueryAsync(
        new(
            "UPDATE pipeline_triggers SET stream_position = @to WHERE pipeline_id = @id AND key = @key AND stream_position = @from RETURNING key",
            [.. Parameters(firing), ("@from", range.From), ("@to", range.To)]),
        _ => true,
        cancellationToken)).Count > 0;

    private static (string, object?)[] Parameters(Firing firing) => [("@id", firing.Wanted.Run.PipelineId), ("@key", firing.Wanted.TriggerKey), ("@event", firing.EventId)];

    private static TriggerState Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetBoolean(2),
        PostgreSqlInstant.Read(row, 3),
        row.IsDBNull(4) ? null : PostgreSqlInstant.Read(row, 4),
        row.IsDBNull(5) ? null : row.GetString(5),
        row.IsDBNull(6) ? null : new TokenState(row.GetString(6), PostgreSqlInstant.Read(row, 7), row.GetString(8)),
        row.IsDBNull(9) ? null : row.GetString(9));
}
