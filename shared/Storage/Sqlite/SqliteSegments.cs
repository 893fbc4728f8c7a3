using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage.Sqlite;

/// <summary>The segments of runs and their dead letters.</summary>
internal static class SqliteSegments
{
    // A segment of an earlier version has no count that came later.
    private static readonly string StepSums = string.Join(", ", RunProgress.Counters.Select(counter => $"coalesce(sum(e.value ->> '{counter}'), 0)"));

    public static void Save(SqliteDatabase db, SegmentState state, IReadOnlyList<RejectedRecord>? rejected, DeadLetterSeal? seal, DateTimeOffset now)
    {
        db.Execute(
            """
            INSERT INTO run_segments (run_id, partition, ordinal, records_read, bytes_read, records_written, records_rejected, steps, position, next_ordinal, mark, fields, saved_at)
            VALUES (@run, @partition, @ordinal, @read, @bytes, @written, coalesce(@rejected, 0), @steps, @position, @next, @mark, @fields, @now)
            ON CONFLICT DO UPDATE SET records_read = @read, bytes_read = @bytes, records_written = @written, records_rejected = coalesce(@rejected, records_rejected), steps = @steps,
                position = @position, next_ordinal = @next, mark = @mark, fields = @fields, saved_at = @now
            WHERE NOT delivered
            """,
            ("@run", state.Id.RunId),
            ("@partition", state.Id.Partition),
            ("@ordinal", state.Id.Ordinal),
            ("@read", state.Read),
            ("@bytes", state.BytesRead),
            ("@written", state.Written),
            ("@rejected", rejected?.Count),
            ("@steps", StoredJson.Write(state.Steps)),
            ("@position", state.Position),
            ("@next", state.NextOrdinal),
            ("@mark", state.Mark is null ? null : StoredJson.Write(state.Mark)),
            ("@fields", SegmentRow.WriteFields(state)),
            ("@now", SqliteInstant.Of(now)));
        if (rejected is not null)
            Replace(db, state.Id, DeadLetterRow.InSourceOrder(rejected), seal, now);
    }

    public static int Acknowledge(SqliteDatabase db, SegmentId id) => db.Execute(
        "UPDATE run_segments SET delivered = 1 WHERE run_id = @run AND partition = @partition AND ordinal = @ordinal",
        ("@run", id.RunId),
        ("@partition", id.Partition),
        ("@ordinal", id.Ordinal));

    /// <summary>The delivered segments from one on and up to a partition, in order: partition, ordinal, and whether the partition goes on.</summary>
    public static List<(int Partition, int Ordinal, bool GoesOn)> Delivered(SqliteDatabase db, SegmentId from, int endPartition) => db.Query(
        """
        SELECT partition, ordinal, position IS NOT NULL FROM run_segments
        WHERE run_id = @run AND (partition, ordinal) >= (@partition, @ordinal) AND partition < @end AND delivered ORDER BY partition, ordinal
        """,
        row => (row.GetInt32(0), row.GetInt32(1), row.GetBoolean(2)),
        ("@run", from.RunId),
        ("@partition", from.Partition),
        ("@ordinal", from.Ordinal),
        ("@end", endPartition));

    /// <summary>Takes the segments of some partitions out, and their dead letters with them.</summary>
    public static void Forget(SqliteDatabase db, string runId, int first, int end)
    {
        foreach (var table in new[] { "run_segments", "dead_letters" })
            db.Execute($"DELETE FROM {table} WHERE run_id = @run AND partition >= @first AND partition < @end", ("@run", runId), ("@first", first), ("@end", end));
    }

    public static SegmentState? Find(SqliteDatabase db, SegmentId id) => db.Query(
        $"SELECT {SegmentRow.Columns} FROM run_segments s WHERE run_id = @run AND partition = @partition AND ordinal = @ordinal",
        row => SegmentRow.Read(id, row),
        ("@run", id.RunId),
        ("@partition", id.Partition),
        ("@ordinal", id.Ordinal)).SingleOrDefault();

    /// <summary>What the segments of these runs add up to; runs without any are left out.</summary>
    public static IReadOnlyDictionary<string, RunProgress> Progress(SqliteDatabase db, IReadOnlyCollection<string> runIds)
    {
        var ids = StoredJson.Write(runIds);
        var totals = db.Query(
            """
            SELECT run_id, sum(records_read), sum(bytes_read), coalesce(sum(records_written), 0), sum(records_rejected) FROM run_segments
            WHERE run_id IN (SELECT value FROM json_each(@ids)) GROUP BY run_id
            """,
            row => (row.GetString(0), RunProgress.ReadTotals(row, 1)),
            ("@ids", ids));
        var steps = db.Query(
            $"""
            SELECT s.run_id, e.value ->> 'name', e.value ->> 'type', {StepSums} FROM run_segments s, json_each(s.steps) e
            WHERE s.run_id IN (SELECT value FROM json_each(@ids)) GROUP BY s.run_id, e.key, 2, 3 ORDER BY s.run_id, e.key
            """,
            row => (row.GetString(0), RunProgress.ReadStep(row, 1)),
            ("@ids", ids));
        return RunProgress.Collect(totals, steps);
    }

    public static IReadOnlyList<FieldCounts> SumFields(SqliteDatabase db, string runId) => db.Query(
        """
        SELECT e.value ->> 'field', sum(e.value ->> 'coerced'), sum(e.value ->> 'rejected') FROM run_segments s, json_each(s.fields) e
        WHERE s.run_id = @run AND s.fields IS NOT NULL GROUP BY 1 ORDER BY 1
        """,
        row => new FieldCounts(row.GetString(0), row.GetInt64(1), row.GetInt64(2)),
        ("@run", runId));

    public static IReadOnlyList<StoredLetter> ListRejected(SqliteDatabase db, string runId, PageRequest request)
    {
        var (partition, segment, position) = DeadLetterRow.After(request);
        return db.Query(
            $"""
            SELECT {DeadLetterRow.Columns} FROM dead_letters d
            WHERE run_id = @run AND (partition, segment, position) > (@partition, @segment, @position) ORDER BY partition, segment, position LIMIT @limit
            """,
            row => DeadLetterRow.Read(row, SqliteInstant.Read),
            ("@run", runId),
            ("@partition", partition),
            ("@segment", segment),
            ("@position", position),
            ("@limit", request.Limit + 1));
    }

    private static void Replace(SqliteDatabase db, SegmentId id, IReadOnlyList<RejectedRecord> rejected, DeadLetterSeal? seal, DateTimeOffset now)
    {
        db.Execute("DELETE FROM dead_letters WHERE run_id = @run AND partition = @partition AND segment = @segment", ("@run", id.RunId), ("@partition", id.Partition), ("@segment", id.Ordinal));
        for (var position = 0; position < rejected.Count; position++)
        {
            var record = rejected[position];
            db.Execute(
                """
                INSERT INTO dead_letters (run_id, partition, segment, position, source_partition, source_ordinal, record, errors, sealed, created_at)
                VALUES (@run, @partition, @segment, @position, @source_partition, @source_ordinal, x'', '', @sealed, @now)
                """,
                ("@run", id.RunId),
                ("@partition", id.Partition),
                ("@segment", id.Ordinal),
                ("@position", position),
                ("@source_partition", record.Partition),
                ("@source_ordinal", record.Ordinal),
                ("@sealed", seal!.Seal(StoredJson.Write(record.Errors), record.Record.Span)),
                ("@now", SqliteInstant.Of(now)));
        }
    }
}
