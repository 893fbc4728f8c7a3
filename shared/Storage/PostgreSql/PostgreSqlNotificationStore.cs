using DataAggregator.Core.Notifications;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The platform's outbox.</summary>
internal sealed class PostgreSqlNotificationStore(PostgreSqlDatabase database, TimeProvider time) : INotificationStore
{
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
            row => new Notification(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), StoredJson.Parse(row.GetString(5)), row.GetInt32(6)),
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
