using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Core.Schemas;

namespace DataAggregator.Storage;

/// <summary>How the schemas of streams stand in rows.</summary>
internal static class SchemaRow
{
    public const string Columns = "s.stream, s.version, s.schema, s.changes, s.run_id, s.changed_by, s.created_at";

    public static StreamSchema Read(string pipelineId, DbDataReader row, Func<DbDataReader, int, DateTimeOffset> instant) => new(
        pipelineId,
        row.GetString(0),
        row.GetInt32(1),
        row.IsDBNull(2) ? null : StoredJson.Read<Schema>(row.GetString(2)),
        StoredJson.Read<SchemaChange[]>(row.GetString(3)),
        Text(row, 4),
        Text(row, 5),
        instant(row, 6));

    /// <summary>The version that follows <paramref name="known"/>; null when it would say nothing new.</summary>
    public static StreamSchema? After(StreamSchema? known, string pipelineId, string stream, Schema? schema, string? runId, string? changedBy, DateTimeOffset now)
    {
        if (known is null ? schema is null : Equals(known.Schema, schema))
            return null;
        var changes = schema is null ? [] : SchemaDiff.Between(known?.Schema ?? Schema.Empty, schema);
        return new StreamSchema(pipelineId, stream, (known?.Version ?? 0) + 1, schema, changes, runId, changedBy, now);
    }

    /// <summary>What tells sets of fields apart.</summary>
    public static string Digest(string schema) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(schema)).AsSpan(0, 16));

    /// <summary>The fields of all of these together; null for none.</summary>
    public static Schema? Union(IReadOnlyList<Schema> seen) => seen.Count == 0 ? null : seen.Aggregate((all, next) => all.Union(next));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
