using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The segments of runs and their dead letters.</summary>
internal static class PostgreSqlSegments
{
    // A segment of an earlier version has no count that came later.
    private static readonly string StepSums = string.Join(", ", RunProgress.Counters.Select(counter => $"coalesce(sum((e.step ->> '{counter}')::bigint), 0)::bigint"));

    /// <summary>Saves the segment; its row is taken first, so that two that save it at once follow one another.</summary>
    public static IEnumerable<Statement> Save(SegmentState state, IReadOnlyList<RejectedRecord>? rejected, DeadLetterSeal? seal, DateTimeOffset runCreatedAt, DateTimeOffset now)
    {
        (string Name, object? Value)[] id = [("@created", runCreatedAt), ("@run", state.Id.RunId), ("@partition", state.Id.Partition), ("@ordinal", state.Id.Ordinal)];
        yield return new Statement(
            """
            INSERT INTO run_segments AS s (run_created_at, run_id, partition, ordinal, records_read, bytes_read, records_written, records_rejected, steps, position, next_ordinal, mark, fields, saved_at)
            VALUES (@created, @run, @partition, @ordinal, @read, @bytes, @written, coalesce(@rejected::bigint, 0), @steps::jsonb, @position, @next, @mark::json, @fields::json, @now)
            ON CONFLICT (run_created_at, run_id, partition, ordinal) DO UPDATE SET records_read = excluded.records_read, bytes_read = excluded.bytes_read,
                records_written = excluded.records_written, records_rejected = coalesce(@rejected::bigint, s.records_rejected), steps = excluded.steps,
                position = excluded.position, next_ordinal = excluded.next_ordinal, mark = excluded.mark, fields = excluded.fields, saved_at = excluded.saved_at
            WHERE NOT s.delivered
            """,
            [
                .. id,
                ("@read", state.Read),
                ("@bytes", state.BytesRead),
                ("@written", state.Written),
                ("@rejected", rejected?.Count),
                ("@steps", StoredJson.Write(state.Steps)),
                ("@position", state.Position),
                ("@next", state.NextOrdinal),
                ("@mark", state.Mark is null ? null : StoredJson.Write(state.Mark)),
                ("@fields", SegmentRow.WriteFields(state)),
                ("@now", now),
            ]);
        if (rejected is null)
            yield break;
        yield return new Statement("DELETE FROM dead_letters WHERE run_created_at = @created AND run_id = @run AND partition = @partition AND segment = @ordinal", id);
        if (rejected.Count > 0)
            yield return Insert(id, DeadLetterRow.InSourceOrder(rejected), seal!, now);
    }

    public static Statement Acknowledge(SegmentId id) => new(
        """
        UPDATE run_segments s SET delivered = true FROM run_keys k
        WHERE k.run_id = @run AND s.run_created_at = k.created_at AND s.run_id = k.run_id AND s.partition = @partition AND s.ordinal = @ordinal
        """,
        ("@run", id.RunId),
        ("@partition", id.Partition),
        ("@ordinal", id.Ordinal));

    /// <summary>The delivered segments from one on and up to a partition, in order: partition, ordinal, and whether the partition goes on.</summary>
    public static Statement Delivered(SegmentId from, int endPartition) => new(
        """
        SELECT s.partition, s.ordinal, s.position IS NOT NULL FROM run_keys k JOIN run_segments s ON s.run_created_at = k.created_at AND s.run_id = k.run_id
        WHERE k.run_id = @run AND (s.partition, s.ordinal) >= (@partition, @ordinal) AND s.partition < @end AND s.delivered ORDER BY s.partition, s.ordinal
        """,
        ("@run", from.RunId),
        ("@partition", from.Partition),
        ("@ordinal", from.Ordinal),
        ("@end", endPartition));

    /// <summary>Takes the segments of some partitions out, and their dead letters with them.</summary>
    public static IEnumerable<Statement> Forget(string runId, DateTimeOffset runCreatedAt, int first, int end)
    {
        (string Name, object? Value)[] of = [("@created", runCreatedAt), ("@run", runId), ("@first", first), ("@end", end)];
        const string Partitions = "WHERE run_created_at = @created AND run_id = @run AND partition >= @first AND partition < @end";
        yield return new Statement($"DELETE FROM run_segments {Partitions}", of);
        yield return new Statement($"DELETE FROM dead_letters {Partitions}", of);
    }

    public static Statement Find(SegmentId id) => new(
        $"""
        SELECT {SegmentRow.Columns} FROM run_keys k JOIN run_segments s ON s.run_created_at = k.created_at AND s.run_id = k.run_id
        WHERE k.run_id = @run AND s.partition = @partition AND s.ordinal = @ordinal
        """,
        ("@run", id.RunId),
        ("@partition", id.Partition),
        ("@ordinal", id.Ordinal));

    /// <summary>What the segments of these runs add up to; runs without any are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, RunProgress>> ProgressAsync(
        PostgreSqlDatabase database, IReadOnlyCollection<(string Id, DateTimeOffset CreatedAt)> runs, CancellationToken cancellationToken)
    {
        (string Name, object? Value)[] of = [("@ids", runs.Select(run => run.Id).ToArray()), ("@created", runs.Select(run => run.CreatedAt).ToArray())];
        const string Segments = "FROM unnest(@ids, @created) AS r(id, created_at) JOIN run_segments s ON s.run_created_at = r.created_at AND s.run_id = r.id";
        var totals = await database.QueryAsync(
            new(
                $"""
                SELECT s.run_id, sum(s.records_read)::bigint, sum(s.bytes_read)::bigint, coalesce(sum(s.records_written), 0)::bigint, sum(s.records_rejected)::bigint
                {Segments} GROUP BY s.run_id
                """,
                of),
            row => (row.GetString(0), RunProgress.ReadTotals(row, 1)),
            cancellationToken);
        var steps = await database.QueryAsync(
            new(
                $"""
                SELECT s.run_id, e.step ->> 'name', e.step ->> 'type', {StepSums}
                {Segments} CROSS JOIN LATERAL jsonb_array_elements(s.steps) WITH ORDINALITY AS e(step, number) GROUP BY s.run_id, e.number, 2, 3 ORDER BY s.run_id, e.number
                """,
                of),
            row => (row.GetString(0), RunProgress.ReadStep(row, 1)),
            cancellationToken);
        return RunProgress.Collect(totals, steps);
    }

    public static Statement SumFields(string runId) => new(
        """
        SELECT e.f ->> 'field', sum((e.f ->> 'coerced')::bigint)::bigint, sum((e.f ->> 'rejected')::bigint)::bigint
        FROM run_keys k JOIN run_segments s ON s.run_created_at = k.created_at AND s.run_id = k.run_id CROSS JOIN LATERAL json_array_elements(s.fields) AS e(f)
        WHERE k.run_id = @run AND s.fields IS NOT NULL GROUP BY 1 ORDER BY 1
        """,
        ("@run", runId));

    private static Statement Insert((string Name, object? Value)[] id, IReadOnlyList<RejectedRecord> rejected, DeadLetterSeal seal, DateTimeOffset now) => new(
        $"""
        INSERT INTO dead_letters (run_created_at, run_id, partition, segment, position, source_partition, source_ordinal, sealed, as_read, created_at, updated_at,
            step, field, rule, code, pipeline_id, pipeline_name, pipeline_version, status)
        SELECT @created, @run, @partition, @ordinal, l.number - 1, l.source_partition, l.source_ordinal, l.sealed, l.as_read, @now, @now,
            l.step, l.field, l.rule, l.code, r.pipeline_id, r.pipeline_name, r.pipeline_version, CASE WHEN r.dry_run OR r.trigger_kind = '{Replay.Trigger}' THEN 'attempt' ELSE 'open' END
        FROM runs r, unnest(@partitions, @ordinals, @sealed, @as_read, @steps_of, @fields, @rules, @codes) WITH ORDINALITY
            AS l(source_partition, source_ordinal, sealed, as_read, step, field, rule, code, number)
        WHERE r.created_at = @created AND r.id = @run
        """,
        [
            .. id,
            ("@partitions", rejected.Select(record => record.Partition).ToArray()),
            ("@ordinals", rejected.Select(record => record.Ordinal).ToArray()),
            ("@sealed", rejected.Select(record => seal.Seal(StoredJson.Write(record.Errors), record.Record.Span)).ToArray()),
            ("@as_read", rejected.Select(record => record.AsRead).ToArray()),
            ("@steps_of", rejected.Select(record => record.Errors[0].Step).ToArray()),
            ("@fields", rejected.Select(record => record.Errors[0].Field).ToArray()),
            ("@rules", rejected.Select(record => record.Errors[0].Rule).ToArray()),
            ("@codes", rejected.Select(record => record.Errors[0].Code).ToArray()),
            ("@now", now),
        ]);
}
