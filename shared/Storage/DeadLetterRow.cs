using System.Data.Common;
using System.Globalization;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage;

/// <summary>The row of a dead letter, which has the same columns in every database, named by its place, so that a segment that is saved again keeps the ids.</summary>
internal static class DeadLetterRow
{
    /// <summary>The order of the list.</summary>
    public const string Order = "source";

    /// <summary>The columns of <c>dead_letters d</c> that <see cref="Read"/> takes.</summary>
    public const string Columns = "d.partition, d.segment, d.position, d.source_partition, d.source_ordinal, d.record, d.errors, d.created_at";

    /// <summary>The records in source order; records of one ordinal keep theirs.</summary>
    public static IReadOnlyList<RejectedRecord> InSourceOrder(IReadOnlyList<RejectedRecord> rejected) => [.. rejected.OrderBy(record => record.Ordinal)];

    /// <summary>The dead letter of the current row, and its place in the list.</summary>
    public static (Keyset Place, DeadLetter Letter) Read(string runId, DbDataReader row, Func<DbDataReader, int, DateTimeOffset> instant)
    {
        var (partition, segment, position) = (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2));
        var rejected = new RejectedRecord(row.GetInt32(3), row.GetInt64(4), row.GetFieldValue<byte[]>(5), StoredJson.Read<List<RecordError>>(row.GetString(6)));
        var id = string.Create(CultureInfo.InvariantCulture, $"{runId}.{partition}.{segment}.{position}");
        return (new Keyset(Order, Keyset.Text(partition, segment), Keyset.Text(position)), new DeadLetter(id, runId, rejected, instant(row, 7)));
    }

    /// <summary>Where the wanted page begins: after this partition, segment and position.</summary>
    public static (long Partition, long Segment, long Position) After(PageRequest request)
    {
        Sorting.Of(request, [Order]);
        if (Keyset.Of(request, Order) is not { } after)
            return (-1, -1, -1);
        var (partition, segment) = Keyset.Pair(after.Value);
        return (partition, segment, Keyset.Number(after.Id));
    }

    /// <summary>The page of those rows.</summary>
    public static Page<DeadLetter> Page(IReadOnlyList<(Keyset Place, DeadLetter Letter)> rows, PageRequest request)
    {
        var page = Keyset.Page(rows, request, row => row.Place);
        return new([.. page.Items.Select(row => row.Letter)], page.NextCursor);
    }
}
