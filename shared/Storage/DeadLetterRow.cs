using System.Data.Common;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage;

/// <summary>The row of a dead letter as far as it has the same columns in every database.</summary>
internal static class DeadLetterRow
{
    /// <summary>The order of a run's list.</summary>
    public const string Order = "source";

    /// <summary>The columns of <c>dead_letters d</c> that <see cref="Read"/> takes.</summary>
    public const string Columns = "d.run_id, d.partition, d.segment, d.position, d.source_partition, d.source_ordinal, d.record, d.errors, d.sealed, d.created_at";

    /// <summary>The records in source order; records of one ordinal keep theirs.</summary>
    public static IReadOnlyList<RejectedRecord> InSourceOrder(IReadOnlyList<RejectedRecord> rejected) => [.. rejected.OrderBy(record => record.Ordinal)];

    /// <summary>The current row.</summary>
    public static StoredLetter Read(DbDataReader row, Func<DbDataReader, int, DateTimeOffset> instant) => new(
        row.GetString(0),
        row.GetInt32(1),
        row.GetInt32(2),
        row.GetInt32(3),
        row.GetInt32(4),
        row.GetInt64(5),
        row.IsDBNull(6) ? null : row.GetFieldValue<byte[]>(6),
        row.IsDBNull(7) ? null : row.GetString(7),
        row.IsDBNull(8) ? null : row.GetFieldValue<byte[]>(8),
        instant(row, 9));

    /// <summary>Where the wanted page of a run begins: after this partition, segment and position.</summary>
    public static (long Partition, long Segment, long Position) After(PageRequest request)
    {
        Sorting.Of(request, [Order]);
        if (Keyset.Of(request, Order) is not { } after)
            return (-1, -1, -1);
        var (partition, segment) = Keyset.Pair(after.Value);
        return (partition, segment, Keyset.Number(after.Id));
    }

    /// <summary>The page of a run's rows, opened.</summary>
    public static Page<DeadLetter> Page(IReadOnlyList<StoredLetter> rows, PageRequest request, Func<StoredLetter, DeadLetter> open)
    {
        var page = Keyset.Page(rows, request, row => new Keyset(Order, Keyset.Text(row.Partition, row.Segment), Keyset.Text(row.Position)));
        return new([.. page.Items.Select(open)], page.NextCursor);
    }
}
