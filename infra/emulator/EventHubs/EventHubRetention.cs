using DataAggregator.Emulator.Triggers;
using Microsoft.Data.Sqlite;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>Removes events that are too old or too many, oldest first, after every so many bytes. Not thread-safe: the log calls it while it holds its lock.</summary>
internal sealed class EventHubRetention(SqliteConnection connection, EventHubLogOptions options, TimeProvider time)
{
    private const int ChunkOfEvents = 500;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Dictionary<long, DateTimeOffset> _lastSweep = [];

    /// <summary>Sweeps the hub's partitions when the last time is long enough ago.</summary>
    public void SweepIfDue(EventHub hub)
    {
        var now = time.GetUtcNow();
        if (_lastSweep.TryGetValue(hub.Id, out var last) && now - last < Period)
        {
            return;
        }

        _lastSweep[hub.Id] = now;
        for (var partition = 0; partition < hub.PartitionCount; partition++)
        {
            while (RemoveChunk(hub, partition, (now - options.RetentionAge).UtcTicks))
            {
            }
        }
    }

    /// <summary>Removes up to a chunk; true when there may be more to remove.</summary>
    private bool RemoveChunk(EventHub hub, int partition, long oldest)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var excess = Bytes(transaction, hub, partition) - (options.RetentionBytes / hub.PartitionCount);
        var (through, removed, count) = Expired(transaction, hub, partition, oldest, excess);
        if (count == 0)
        {
            return false;
        }

        using var delete = connection.Command(
            """
            DELETE FROM event WHERE hub = $hub AND partition = $partition AND sequence <= $through;
            UPDATE partition SET bytes = bytes - $removed WHERE hub = $hub AND partition = $partition
            """,
            transaction,
            ("$hub", hub.Id),
            ("$partition", partition),
            ("$through", through),
            ("$removed", removed));
        delete.ExecuteNonQuery();
        transaction.Commit();
        return count == ChunkOfEvents;
    }

    private long Bytes(SqliteTransaction transaction, EventHub hub, int partition)
    {
        using var command = connection.Command(
            "SELECT bytes FROM partition WHERE hub = $hub AND partition = $partition", transaction, ("$hub", hub.Id), ("$partition", partition));
        return (long)command.ExecuteScalar()!;
    }

    private (long Through, long Removed, int Count) Expired(SqliteTransaction transaction, EventHub hub, int partition, long oldest, long excess)
    {
        using var command = connection.Command(
            "SELECT sequence, enqueued, size FROM event WHERE hub = $hub AND partition = $partition ORDER BY sequence LIMIT $limit",
            transaction,
            ("$hub", hub.Id),
            ("$partition", partition),
            ("$limit", ChunkOfEvents));
        using var row = command.ExecuteReader();
        var (through, removed, count) = (-1L, 0L, 0);
        while (row.Read() && (row.GetInt64(1) < oldest || removed < excess))
        {
            through = row.GetInt64(0);
            removed += row.GetInt64(2);
            count++;
        }

        return (through, removed, count);
    }
}
