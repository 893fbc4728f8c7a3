using System.Data.Common;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>Instants as PostgreSQL holds them: microseconds, UTC.</summary>
internal static class PostgreSqlInstant
{
    // The year 10000: no clock goes so far.
    private const long EndOfTime = 253_402_300_800_000_000;

    public static DateTimeOffset Read(DbDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    /// <summary>The instant as a later read gives it.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>As a place in a list holds it: microseconds since 1970.</summary>
    public static string ToPlace(DateTimeOffset instant) => Keyset.Text((instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>The instant of <see cref="ToPlace"/>.</summary>
    /// <exception cref="Core.Configuration.InvalidDocumentException">The text is none.</exception>
    public static DateTimeOffset OfPlace(string text) => Keyset.Number(text) is >= 0 and < EndOfTime and var microseconds
        ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
        : throw Keyset.Foreign();
}
