using DataAggregator.Emulator.Triggers;
using Microsoft.Data.Sqlite;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>How far each consumer group has come in each partition.</summary>
internal sealed class CheckpointStore(string databasePath) : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS checkpoint (
            hub INTEGER NOT NULL, consumer_group TEXT NOT NULL COLLATE NOCASE, partition INTEGER NOT NULL, sequence INTEGER NOT NULL,
            PRIMARY KEY (hub, consumer_group, partition)) WITHOUT ROWID;
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection = SqliteFile.Open(databasePath, Schema);

    /// <summary>The sequence number of the last event that was handled; null when the group has handled none.</summary>
    public long? Find(EventHub hub, string consumerGroup, int partition)
    {
        lock (_gate)
        {
            using var command = _connection.Command(
                "SELECT sequence FROM checkpoint WHERE hub = $hub AND consumer_group = $group AND partition = $partition",
                null,
                ("$hub", hub.Id),
                ("$group", consumerGroup),
                ("$partition", partition));
            return (long?)command.ExecuteScalar();
        }
    }

    /// <summary>Records that everything up to and including this sequence number is handled.</summary>
    public void Save(EventHub hub, string consumerGroup, int partition, long sequence)
    {
        lock (_gate)
        {
            using var command = _connection.Command(
                "INSERT OR REPLACE INTO checkpoint (hub, consumer_group, partition, sequence) VALUES ($hub, $group, $partition, $sequence)",
                null,
                ("$hub", hub.Id),
                ("$group", consumerGroup),
                ("$partition", partition),
                ("$sequence", sequence));
            command.ExecuteNonQuery();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();
}
