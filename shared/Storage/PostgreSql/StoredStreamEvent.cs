using System.Data.Common;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>An event as it is stored, still sealed; one of an earlier version has its body in the clear.</summary>
internal sealed record StoredStreamEvent(string Id, byte[]? Body, byte[]? Sealed, DateOnly? SealedOn)
{
    /// <summary>The columns that <see cref="Read"/> takes.</summary>
    public const string Columns = "event_id, body, sealed, sealed_on";

    public static StoredStreamEvent Read(DbDataReader row) => new(
        row.GetString(0),
        row.IsDBNull(1) ? null : row.GetFieldValue<byte[]>(1),
        row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2),
        row.IsDBNull(3) ? null : row.GetFieldValue<DateOnly>(3));
}
