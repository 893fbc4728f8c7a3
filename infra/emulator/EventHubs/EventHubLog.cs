using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using DataAggregator.Emulator.Triggers;
using Microsoft.Data.Sqlite;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>
/// The event hubs of a namespace: append-only partitions in one SQLite file. What <see cref="Append"/> returned from survives SIGKILL.
/// An event hub comes into being when it is first named.
/// </summary>
internal sealed partial class EventHubLog : IDisposable
{
    /// <summary>One read returns at most about this many bytes of bodies, so that large events do not fill the memory.</summary>
    private const long ReadLimitBytes = 16 * EventSize.Limit;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS event_hub (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, partitions INTEGER NOT NULL, created INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS partition (
            hub INTEGER NOT NULL, partition INTEGER NOT NULL, next_sequence INTEGER NOT NULL, last_enqueued INTEGER NOT NULL, bytes INTEGER NOT NULL,
            PRIMARY KEY (hub, partition)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS event (
            hub INTEGER NOT NULL, partition INTEGER NOT NULL, sequence INTEGER NOT NULL, enqueued INTEGER NOT NULL, size INTEGER NOT NULL,
            partition_key TEXT, content_type TEXT, message_id TEXT, correlation_id TEXT, properties TEXT, body BLOB NOT NULL,
            PRIMARY KEY (hub, partition, sequence)) WITHOUT ROWID;
        """;

    private readonly Lock _writing = new();
    private readonly Lock _reading = new();
    private readonly SqliteConnection _writer;
    private readonly SqliteConnection _reader;
    private readonly EventHubLogOptions _options;
    private readonly EventHubRetention _retention;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, EventHub> _hubs = new(StringComparer.OrdinalIgnoreCase);
    private uint _roundRobin;

    /// <summary>Opens the log, creating it if needed.</summary>
    public EventHubLog(string databasePath, EventHubLogOptions options, TimeProvider time)
    {
        options.Validate();
        _options = options;
        _time = time;
        _writer = SqliteFile.Open(databasePath, Schema);
        _reader = SqliteFile.Open(databasePath, "");
        _retention = new EventHubRetention(_writer, options, time);
    }

    /// <summary>The event hub of this name, created if it is new.</summary>
    /// <exception cref="FormatException">No event hub can have this name.</exception>
    public EventHub Hub(string name)
    {
        if (_hubs.TryGetValue(name, out var known))
        {
            return known;
        }

        if (!ValidName().IsMatch(name))
        {
            throw new FormatException($"'{name}' cannot name an event hub: use at most 256 letters, digits, '.', '-' and '_', with a letter or digit at both ends.");
        }

        lock (_writing)
        {
            return _hubs.GetOrAdd(name, FindOrCreate);
        }
    }

    /// <summary>Appends the events, all or none, to one partition: by id, by key, else in turn.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such partition.</exception>
    public void Append(EventHub hub, IReadOnlyCollection<EventData> events, SendEventOptions options)
    {
        if (events.Count == 0)
        {
            return;
        }

        lock (_writing)
        {
            var partition = Choose(hub, options);
            using (var transaction = _writer.BeginTransaction(deferred: false))
            {
                Write(transaction, hub, partition, events, options.PartitionKey);
                transaction.Commit();
            }

            hub.Arrivals[partition].Pulse();
            _retention.SweepIfDue(hub);
        }
    }

    /// <summary>Up to <paramref name="maxCount"/> events of a partition, in order, from a sequence number on; empty when there is none yet.</summary>
    public IReadOnlyList<EventData> Read(EventHub hub, int partition, long fromSequence, int maxCount)
    {
        lock (_reading)
        {
            using var command = _reader.Command(
                """
                SELECT sequence, enqueued, partition_key, content_type, message_id, correlation_id, properties, body FROM event
                WHERE hub = $hub AND partition = $partition AND sequence >= $from ORDER BY sequence LIMIT $limit
                """,
                null,
                ("$hub", hub.Id),
                ("$partition", partition),
                ("$from", fromSequence),
                ("$limit", maxCount));
            using var reader = command.ExecuteReader();
            var events = new List<EventData>();
            var bytes = 0L;
            while (bytes < ReadLimitBytes && reader.Read())
            {
                events.Add(Event(reader));
                bytes += events[^1].Body.Length;
            }

            return events;
        }
    }

    /// <summary>The sequence number that the next event of the partition will get.</summary>
    public long NextSequence(EventHub hub, int partition)
        => Scalar("SELECT next_sequence FROM partition WHERE hub = $hub AND partition = $partition", hub, partition, 0) ?? 0;

    /// <summary>The first sequence number accepted at or after an instant; the next one to come when there is none.</summary>
    public long SequenceAt(EventHub hub, int partition, DateTimeOffset instant)
        => Scalar(
            "SELECT sequence FROM event WHERE hub = $hub AND partition = $partition AND enqueued >= $instant ORDER BY sequence LIMIT 1", hub, partition, instant.UtcTicks)
            ?? NextSequence(hub, partition);

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_writing)
        {
            lock (_reading)
            {
                _reader.Dispose();
                _writer.Dispose();
            }
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,254}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();

    private int Choose(EventHub hub, SendEventOptions options) => options switch
    {
        { PartitionId: { Length: > 0 } id } => hub.PartitionById(id),
        { PartitionKey: { Length: > 0 } key } => hub.PartitionByKey(key),
        _ => (int)(_roundRobin++ % (uint)hub.PartitionCount),
    };

    private EventHub FindOrCreate(string name)
    {
        using (var find = _writer.Command("SELECT id, name, partitions, created FROM event_hub WHERE name = $name", null, ("$name", name)))
        using (var row = find.ExecuteReader())
        {
            if (row.Read())
            {
                return new EventHub(row.GetInt64(0), row.GetString(1), row.GetInt32(2), new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero));
            }
        }

        var now = _time.GetUtcNow();
        using var transaction = _writer.BeginTransaction(deferred: false);
        using var insert = _writer.Command(
            "INSERT INTO event_hub (name, partitions, created) VALUES ($name, $partitions, $created) RETURNING id",
            transaction,
            ("$name", name),
            ("$partitions", _options.PartitionCount),
            ("$created", now.UtcTicks));
        var id = (long)insert.ExecuteScalar()!;
        for (var partition = 0; partition < _options.PartitionCount; partition++)
        {
            using var add = _writer.Command("INSERT INTO partition VALUES ($hub, $partition, 0, 0, 0)", transaction, ("$hub", id), ("$partition", partition));
            add.ExecuteNonQuery();
        }

        transaction.Commit();
        return new EventHub(id, name, _options.PartitionCount, now);
    }

    private void Write(SqliteTransaction transaction, EventHub hub, int partition, IReadOnlyCollection<EventData> events, string? key)
    {
        var (sequence, enqueued) = Reserve(transaction, hub, partition, events);
        using var insert = _writer.Command(
            """
            INSERT INTO event (hub, partition, sequence, enqueued, size, partition_key, content_type, message_id, correlation_id, properties, body)
            VALUES ($hub, $partition, $sequence, $enqueued, $size, $key, $contentType, $messageId, $correlationId, $properties, $body)
            """,
            transaction,
            ("$hub", hub.Id),
            ("$partition", partition),
            ("$enqueued", enqueued),
            ("$key", key));
        foreach (var name in (string[])["$sequence", "$size", "$contentType", "$messageId", "$correlationId", "$properties", "$body"])
        {
            insert.Parameters.AddWithValue(name, DBNull.Value);
        }

        foreach (var data in events)
        {
            insert.Parameters["$sequence"].Value = sequence++;
            insert.Parameters["$size"].Value = EventSize.Of(data);
            insert.Parameters["$contentType"].Value = (object?)data.ContentType ?? DBNull.Value;
            insert.Parameters["$messageId"].Value = (object?)data.MessageId ?? DBNull.Value;
            insert.Parameters["$correlationId"].Value = (object?)data.CorrelationId ?? DBNull.Value;
            insert.Parameters["$properties"].Value = (object?)EventProperties.Write(data) ?? DBNull.Value;
            insert.Parameters["$body"].Value = data.Body.ToArray();
            insert.ExecuteNonQuery();
        }
    }

    /// <summary>Takes the next sequence numbers. The clock of a partition never goes back, so its events stand in order of time too.</summary>
    private (long Sequence, long Enqueued) Reserve(SqliteTransaction transaction, EventHub hub, int partition, IReadOnlyCollection<EventData> events)
    {
        using var command = _writer.Command(
            """
            UPDATE partition SET next_sequence = next_sequence + $count, last_enqueued = MAX(last_enqueued, $now), bytes = bytes + $bytes
            WHERE hub = $hub AND partition = $partition RETURNING next_sequence - $count, last_enqueued
            """,
            transaction,
            ("$count", events.Count),
            ("$now", _time.GetUtcNow().UtcTicks),
            ("$bytes", events.Sum(EventSize.Of)),
            ("$hub", hub.Id),
            ("$partition", partition));
        using var row = command.ExecuteReader();
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private long? Scalar(string sql, EventHub hub, int partition, long instant)
    {
        lock (_reading)
        {
            using var command = _reader.Command(sql, null, ("$hub", hub.Id), ("$partition", partition), ("$instant", instant));
            return (long?)command.ExecuteScalar();
        }
    }

    private static EventData Event(SqliteDataReader row)
    {
        var sequence = row.GetInt64(0);
        var data = new EventData(row.GetFieldValue<byte[]>(7))
        {
            SequenceNumber = sequence,
            OffsetString = sequence.ToString(CultureInfo.InvariantCulture),
            EnqueuedTime = new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero),
            PartitionKey = Text(row, 2),
            ContentType = Text(row, 3),
            MessageId = Text(row, 4),
            CorrelationId = Text(row, 5),
        };
        EventProperties.Read(Text(row, 6), data);
        return data;
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
