using System.Data.Common;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Storage;

/// <summary>The row of a segment, which has the same columns in every database.</summary>
internal static class SegmentRow
{
    /// <summary>The columns of <c>run_segments s</c> that <see cref="Read"/> takes.</summary>
    public const string Columns = "s.records_read, s.bytes_read, s.records_written, s.steps, s.position, s.next_ordinal, s.delivered, s.mark, s.fields";

    /// <summary>The state of the current row.</summary>
    public static SegmentState Read(SegmentId id, DbDataReader row) => new(
        id,
        row.GetInt64(0),
        row.GetInt64(1),
        row.IsDBNull(2) ? null : row.GetInt64(2),
        StoredJson.Read<List<StepCounts>>(row.GetString(3)),
        row.IsDBNull(4) ? null : row.GetString(4),
        row.GetInt64(5))
    {
        Delivered = row.GetBoolean(6),
        Fields = row.IsDBNull(8) ? [] : StoredJson.Read<List<FieldCounts>>(row.GetString(8)),
        Mark = row.IsDBNull(7) ? null : StoredJson.Read<CursorMark>(row.GetString(7)),
    };

    /// <summary>The fields as they are kept; null for none.</summary>
    public static string? WriteFields(SegmentState state) => state.Fields.Count == 0 ? null : StoredJson.Write(state.Fields);

    /// <summary>The first place, from one on and up to a partition, that is not among the delivered segments; null when all are.</summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="endPartition">The partition before which to stop.</param>
    /// <param name="delivered">The delivered ones from there on, in order: partition, ordinal, and whether the partition goes on.</param>
    public static SegmentId? FirstUndelivered(SegmentId from, int endPartition, IEnumerable<(int Partition, int Ordinal, bool GoesOn)> delivered)
    {
        var place = from;
        foreach (var (partition, ordinal, goesOn) in delivered)
        {
            if (partition != place.Partition || ordinal != place.Ordinal)
                break;
            place = goesOn ? place with { Ordinal = ordinal + 1 } : place with { Partition = partition + 1, Ordinal = 0 };
        }

        return place.Partition < endPartition ? place : null;
    }
}
