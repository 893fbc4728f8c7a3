using System.Data.Common;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Storage;

/// <summary>The row of a segment, which has the same columns in every database.</summary>
internal static class SegmentRow
{
    /// <summary>The columns of <c>run_segments s</c> that <see cref="Read"/> takes.</summary>
    public const string Columns = "s.records_read, s.bytes_read, s.records_written, s.steps, s.position, s.next_ordinal";

    /// <summary>The state of the current row.</summary>
    public static SegmentState Read(SegmentId id, DbDataReader row) => new(
        id,
        row.GetInt64(0),
        row.GetInt64(1),
        row.IsDBNull(2) ? null : row.GetInt64(2),
        StoredJson.Read<List<StepCounts>>(row.GetString(3)),
        row.IsDBNull(4) ? null : row.GetString(4),
        row.GetInt64(5));
}
