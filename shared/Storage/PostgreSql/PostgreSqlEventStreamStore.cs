using DataAggregator.Core.Streams;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The events of the platform's streams; what they say is encrypted.</summary>
internal sealed class PostgreSqlEventStreamStore(PostgreSqlDatabase database, PostgreSqlStreamSeals seals, TimeProvider time) : IEventStreamStore
{
    private static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    public async Task<int> AppendAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var streams = new List<(string Stream, IReadOnlyList<StoredStreamEvent> Events)>();
        // Always in one order, or two that append would wait for each other.
        foreach (var stream in events.GroupBy(one => one.Stream, StringComparer.Ordinal).OrderBy(stream => stream.Key, StringComparer.Ordinal))
            streams.Add((stream.Key, await SealAsync(stream.Key, stream.DistinctBy(one => one.Id), now, cancellationToken)));
        return await database.WriteAsync(
            async session =>
            {
                var added = 0;
                foreach (var (stream, stored) in streams)
                    added += await AppendAsync(session, stream, stored, now, cancellationToken);
                return added;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<StreamSummary>> ListAsync(CancellationToken cancellationToken) => await database.QueryAsync(
        new("SELECT s.name, s.next_position, s.next_position - coalesce((SELECT min(e.position) FROM stream_events e WHERE e.stream = s.name), s.next_position), s.created_at, s.last_at FROM event_streams s ORDER BY s.name"),
        row => new StreamSummary(row.GetString(0), row.GetInt64(1), row.GetInt64(2), PostgreSqlInstant.Read(row, 3), PostgreSqlInstant.Read(row, 4)),
        cancellationToken);

    public async Task<StreamRange?> KeptAsync(string stream, CancellationToken cancellationToken) => (await database.QueryAsync(
        new(
            "SELECT coalesce((SELECT min(e.position) FROM stream_events e WHERE e.stream = s.name), s.next_position), s.next_position FROM event_streams s WHERE s.name = @stream",
            ("@stream", stream)),
        row => new StreamRange(row.GetInt64(0), row.GetInt64(1)),
        cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(string stream, StreamRange range, int limit, CancellationToken cancellationToken)
    {
        var events = await database.QueryAsync(
            new(
                $"SELECT {StoredStreamEvent.Columns} FROM stream_events WHERE stream = @stream AND position >= @from AND position < @to ORDER BY position LIMIT @limit",
                ("@stream", stream),
                ("@from", range.From),
                ("@to", range.To),
                ("@limit", limit)),
            StoredStreamEvent.Read,
            cancellationToken);
        return await seals.OpenAsync(stream, events, cancellationToken);
    }

    public async Task<IReadOnlyList<StreamBacklog>> BacklogsAsync(CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            $"""
            {PostgreSqlPipelineStore.Columns}, t.key, t.stream_position, s.next_position, e.kept_at
            FROM pipeline_triggers t JOIN event_streams s ON s.name = t.subject AND s.next_position > t.stream_position
            JOIN LATERAL (SELECT kept_at FROM stream_events WHERE stream = s.name AND position >= t.stream_position ORDER BY position LIMIT 1) e ON true
            JOIN pipelines d ON d.id = t.pipeline_id JOIN pipeline_versions v ON v.pipeline_id = d.id AND v.version = d.version
            WHERE t.is_active AND t.type = 'stream' ORDER BY d.id, t.key
            """),
        row => new StreamBacklog(PostgreSqlPipelineStore.Read(row), row.GetString(9), new StreamRange(row.GetInt64(10), row.GetInt64(11)), PostgreSqlInstant.Read(row, 12)),
        cancellationToken);

    public Task ForgetOldAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var old = time.GetUtcNow() - Memory;
            await session.ExecuteAsync(
                [
                    new(
                        """
                        DELETE FROM stream_events e WHERE e.kept_at < @old
                        AND NOT EXISTS (SELECT FROM pipeline_triggers t WHERE t.is_active AND t.type = 'stream' AND t.subject = e.stream AND t.stream_position <= e.position)
                        """,
                        ("@old", old)),
                    new(
                        "DELETE FROM stream_keys k WHERE k.day < @day AND NOT EXISTS (SELECT FROM stream_events e WHERE e.stream = k.stream AND e.sealed_on = k.day)",
                        ("@day", DayOf(old))),
                ],
                cancellationToken);
            return true;
        },
        cancellationToken);

    private static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);

    private async Task<IReadOnlyList<StoredStreamEvent>> SealAsync(string stream, IEnumerable<StreamEvent> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var day = DayOf(now);
        using var seal = await seals.OfAsync(stream, day, cancellationToken);
        return [.. events.Select(one => new StoredStreamEvent(one.Id, null, seal.Seal(one.Id, one.Body.Span), day))];
    }

    private static async Task<int> AppendAsync(PostgreSqlSession session, string stream, IReadOnlyList<StoredStreamEvent> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The stream's row is held: places are given out without gaps, and become visible in their order.
        var next = await session.QueryAsync(
            new(
                """
                INSERT INTO event_streams AS s (name, created_at, last_at) VALUES (@stream, @now, @now)
                ON CONFLICT (name) DO UPDATE SET last_at = EXCLUDED.last_at RETURNING s.next_position
                """,
                ("@stream", stream),
                ("@now", now)),
            row => row.GetInt64(0),
            cancellationToken);
        var kept = await session.QueryAsync(
            new(
                """
                INSERT INTO stream_events (stream, position, event_id, sealed, sealed_on, kept_at)
                SELECT @stream, @next + row_number() OVER (ORDER BY n.place) - 1, n.id, n.sealed, @day, @now
                FROM unnest(@ids, @sealed) WITH ORDINALITY AS n (id, sealed, place)
                WHERE NOT EXISTS (SELECT FROM stream_events e WHERE e.stream = @stream AND e.event_id = n.id)
                RETURNING 1
                """,
                ("@stream", stream),
                ("@next", next[0]),
                ("@ids", events.Select(one => one.Id).ToArray()),
                ("@sealed", events.Select(one => one.Sealed!).ToArray()),
                ("@day", DayOf(now)),
                ("@now", now)),
            _ => true,
            cancellationToken);
        await session.ExecuteAsync([new("UPDATE event_streams SET next_position = next_position + @added WHERE name = @stream", ("@stream", stream), ("@added", kept.Count))], cancellationToken);
        return kept.Count;
    }
}
