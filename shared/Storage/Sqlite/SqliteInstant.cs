using System.Data.Common;

namespace DataAggregator.Storage.Sqlite;

/// <summary>Instants as SQLite holds them: microseconds since 1970 UTC, like PostgreSQL's precision.</summary>
internal static class SqliteInstant
{
    public static long Of(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Read(DbDataReader row, int column) => DateTimeOffset.UnixEpoch.AddTicks(row.GetInt64(column) * TimeSpan.TicksPerMicrosecond);
}
