using System.Data.Common;
using DataAggregator.Core.Notifications;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The platform's outbox.</summary>
internal sealed class PostgreSqlNotificationStore(PostgreSqlDatabase database, TimeProvider time) : INotificationStore
{
    private const string Order = "-created_at";

    public async Task<IReadOnlyList<Notification>> ClaimAsync(int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await database.QueryAsync(
            new(
                """
                UPDATE notifications n SET attempts = n.attempts + 1, due_at = @until
                WHERE n.id IN (SELECT id FROM notifications WHERE due_at <= @now ORDER BY due_at, id LIMIT @limit FOR UPDATE SKIP LOCKED)
                RETURNING n.id, n.run_id, n.event, n.channel, n.target, n.body, n.attempts
                """,
                ("@now", now),
                ("@until", now + lease),
                ("@limit", limit)),
            Read,
            cancellationToken);
    }

    public async Task<Page<NotificationRecord>> ListAsync(NotificationQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        Sorting.Of(page, [Order]);
        var after = Keyset.Of(page, Order);
        var found = await database.QueryAsync(
            new(
                $"""
                SELECT n.id, n.run_id, n.event, n.channel, n.target, n.body, n.attempts, r.pipeline_id, r.pipeline_name, n.created_at, n.due_at, n.sent_at, n.last_error
                FROM notifications n JOIN run_keys k ON k.run_id = n.run_id JOIN runs r ON r.created_at = k.created_at AND r.id = k.run_id
                WHERE {string.Join(" AND ", Conditions(query, page, after))} ORDER BY n.created_at DESC, n.id DESC LIMIT @limit
                """,
                ("@run", query.RunId),
                ("@pipeline", query.PipelineId),
                ("@channel", query.Channel),
                ("@text", page.Query is null ? null : Keyset.Contains(page.Query)),
                ("@at", after is null ? null : PostgreSqlInstant.OfPlace(after.Value)),
                ("@after", after?.Id),
                ("@limit", page.Limit + 1)),
            row => new NotificationRecord(Read(row), row.GetString(7), row.GetString(8), PostgreSqlInstant.Read(row, 9), Instant(row, 10), Instant(row, 11), row.IsDBNull(12) ? null : row.GetString(12)),
            cancellationToken);
        return Keyset.Page(found, page, record => new Keyset(Order, PostgreSqlInstant.ToPlace(record.CreatedAt), record.Notification.Id));
    }

    public async Task AddAsync(IReadOnlyList<Notification> notifications, CancellationToken cancellationToken)
    {
        if (notifications.Count == 0)
            return;
        var now = time.GetUtcNow();
        await database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync([.. notifications.Select(notification => Add(notification, now))], cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public Task SentAsync(string id, CancellationToken cancellationToken) => database.QueryAsync(
        new("UPDATE notifications SET sent_at = @now, due_at = NULL, last_error = NULL WHERE id = @id RETURNING id", ("@id", id), ("@now", time.GetUtcNow())), row => row.GetString(0), cancellationToken);

    public Task PutOffAsync(string id, string reason, TimeSpan? wait, CancellationToken cancellationToken) => database.QueryAsync(
        new(
            "UPDATE notifications SET due_at = @due, last_error = @reason WHERE id = @id AND sent_at IS NULL RETURNING id",
            ("@id", id),
            ("@due", wait is { } later ? time.GetUtcNow() + later : null),
            ("@reason", reason)),
        row => row.GetString(0),
        cancellationToken);

    // Only what is asked for, so that an index can serve it.
    private static IEnumerable<string> Conditions(NotificationQuery query, PageRequest page, Keyset? after)
    {
        yield return query.Status switch
        {
            NotificationStatus.Pending => "n.due_at IS NOT NULL",
            NotificationStatus.Sent => "n.sent_at IS NOT NULL",
            NotificationStatus.GivenUp => "n.due_at IS NULL AND n.sent_at IS NULL",
            _ => "true",
        };
        if (query.RunId is not null)
            yield return "n.run_id = @run";
        if (query.PipelineId is not null)
            yield return "r.pipeline_id = @pipeline";
        if (query.Channel is not null)
            yield return "n.channel = @channel";
        if (page.Query is not null)
            yield return "concat_ws(' ', n.target, n.event, n.last_error, r.pipeline_name) ILIKE @text ESCAPE '\\'";
        if (after is not null)
            yield return "(n.created_at, n.id) < (@at, @after)";
    }

    private static Notification Read(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), StoredJson.Parse(row.GetString(5)), row.GetInt32(6));

    private static DateTimeOffset? Instant(DbDataReader row, int column) => row.IsDBNull(column) ? null : PostgreSqlInstant.Read(row, column);

    /// <summary>Adds one to the outbox, unless it is there.</summary>
    internal static Statement Add(Notification notification, DateTimeOffset now) => new(
        """
        INSERT INTO notifications (id, run_id, event, channel, target, body, created_at, due_at) VALUES (@id, @run, @event, @channel, @target, @body::json, @now, @now)
        ON CONFLICT DO NOTHING
        """,
        ("@id", notification.Id),
        ("@run", notification.RunId),
        ("@event", notification.Event),
        ("@channel", notification.Channel),
        ("@target", notification.Target),
        ("@body", notification.Body.GetRawText()),
        ("@now", now));
}
