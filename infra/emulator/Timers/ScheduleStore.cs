using DataAggregator.Emulator.Triggers;
using Microsoft.Data.Sqlite;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Emulator.Timers;

/// <summary>Keeps the schedule status of each timer function over restarts, in one SQLite file.</summary>
internal sealed class ScheduleStore(string databasePath) : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS schedule (
            function TEXT PRIMARY KEY,
            last INTEGER NOT NULL,
            next INTEGER NOT NULL,
            last_updated INTEGER NOT NULL
        ) WITHOUT ROWID;
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection = SqliteFile.Open(databasePath, Schema);

    /// <summary>The status last saved for the function, in UTC; null when there is none.</summary>
    public ScheduleStatus? Find(string function)
    {
        lock (_gate)
        {
            using var command = _connection.Command("SELECT last, next, last_updated FROM schedule WHERE function = $function", null, ("$function", function));
            using var reader = command.ExecuteReader();
            return reader.Read()
                ? new ScheduleStatus { Last = Instant(reader, 0), Next = Instant(reader, 1), LastUpdated = Instant(reader, 2) }
                : null;
        }
    }

    /// <summary>Saves the status, replacing the one before.</summary>
    public void Save(string function, ScheduleStatus status)
    {
        lock (_gate)
        {
            using var command = _connection.Command(
                "INSERT OR REPLACE INTO schedule (function, last, next, last_updated) VALUES ($function, $last, $next, $updated)",
                null,
                ("$function", function),
                ("$last", status.Last.Ticks),
                ("$next", status.Next.Ticks),
                ("$updated", status.LastUpdated.Ticks));
            command.ExecuteNonQuery();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    private static DateTime Instant(SqliteDataReader reader, int column) => new(reader.GetInt64(column), DateTimeKind.Utc);
}
