using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The rejected records of all runs, in the platform's database.</summary>
internal sealed class PostgreSqlDeadLetterStore(PostgreSqlDatabase database, PostgreSqlLetters letters, TimeProvider time) : IDeadLetterStore
{
    private const string Order = "-created_at";
    private const string Key = "d.run_created_at = (SELECT created_at FROM run_keys WHERE run_id = @run) AND d.run_id = @run AND d.partition = @partition AND d.segment = @segment AND d.position = @position";

    // A run that is still at work may save the segment again.
    // A claim whose run was not created within minutes is of a host that died in between.
    private const string Changeable = $"""
        d.status = 'open' AND (NOT d.is_claimed OR (d.updated_at < now() - interval '5 minutes' AND NOT EXISTS (SELECT FROM run_keys c WHERE c.run_id = d.replay_run_id))) AND NOT EXISTS (SELECT FROM runs r WHERE r.created_at = d.run_created_at AND r.id = d.run_id AND r.{RunRow.Unfinished})
        """;

    private const int MostCounted = 1_000_000;

    public async Task<Page<DeadLetter>> ListAsync(DeadLetterQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        Sorting.Of(page, [Order]);
        var (after, at) = (Keyset.Of(page, Order), (LetterId?)null);
        if (after is not null)
            at = LetterId.Parse(after.Id) ?? throw Keyset.Foreign();
        var begin = at is null ? "" : "AND (d.created_at, d.run_id, d.partition, d.segment, d.position) < (@at, @after_run, @after_partition, @after_segment, @after_position)";
        var found = await letters.QueryAsync(
            new(
                $"""
                SELECT {PostgreSqlLetters.Columns} FROM dead_letters d WHERE {LetterFilter.Sql(query)} {begin}
                ORDER BY d.created_at DESC, d.run_id DESC, d.partition DESC, d.segment DESC, d.position DESC LIMIT @limit
                """,
                [
                    .. LetterFilter.Parameters(query),
                    ("@at", after is null ? null : PostgreSqlInstant.OfPlace(after.Value)),
                    ("@after_run", at?.RunId),
                    ("@after_partition", at?.Partition),
                    ("@after_segment", at?.Segment),
                    ("@after_position", at?.Position),
                    ("@limit", page.Limit + 1),
                ]),
            cancellationToken);
        return Keyset.Page(found, page, letter => new Keyset(Order, PostgreSqlInstant.ToPlace(letter.CreatedAt), letter.Id));
    }

    public async Task<long> CountOpenAsync(string pipelineId, CancellationToken cancellationToken)
    {
        var query = new DeadLetterQuery { PipelineId = pipelineId, Status = DeadLetterStatus.Open };
        var counted = await database.QueryAsync(
            new($"SELECT count(*) FROM (SELECT 1 FROM dead_letters d WHERE {LetterFilter.Sql(query)} LIMIT {MostCounted}) counted", LetterFilter.Parameters(query)), row => row.GetInt64(0), cancellationToken);
        return counted[0];
    }

    public async Task<DeadLetter?> FindAsync(string id, CancellationToken cancellationToken) => LetterId.Parse(id) is { } place
        ? (await letters.QueryAsync(new($"SELECT {PostgreSqlLetters.Columns} FROM dead_letters d WHERE {Key} AND d.status <> 'attempt'", Place(place)), cancellationToken)).SingleOrDefault()
        : null;

    public async Task<DeadLetter> EditAsync(string id, ReadOnlyMemory<byte> record, int? expectedVersion, CancellationToken cancellationToken)
    {
        var place = LetterId.Parse(id) ?? throw Unknown(id);
        using var seal = await letters.SealAsync(place.RunId, cancellationToken);
        return await ChangeAsync(id, place, "sealed_edit = @edit, replay_run_id = NULL", [("@edit", seal.Seal("[]", record.Span))], expectedVersion, cancellationToken);
    }

    public Task DiscardAsync(string id, int? expectedVersion, CancellationToken cancellationToken) =>
        ChangeAsync(id, LetterId.Parse(id) ?? throw Unknown(id), "status = 'discarded'", [], expectedVersion, cancellationToken);

    public async Task<IReadOnlyList<ReplayGroup>> GroupsAsync(DeadLetterQuery query, CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            $"""
            SELECT d.pipeline_id, min(d.pipeline_name), d.pipeline_version, d.as_read, r.parameters::text, count(*)
            FROM dead_letters d JOIN runs r ON r.created_at = d.run_created_at AND r.id = d.run_id
            WHERE {LetterFilter.Sql(query)} AND {Changeable} GROUP BY d.pipeline_id, d.pipeline_version, d.as_read, r.parameters::text ORDER BY 1, 3, 4, 5
            """,
            LetterFilter.Parameters(query)),
        row => new ReplayGroup(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetBoolean(3), StoredJson.Parse(row.GetString(4)), row.GetInt64(5)),
        cancellationToken);

    public async Task<long> ClaimAsync(string runId, DeadLetterQuery query, ReplayGroup group, CancellationToken cancellationToken) => (await database.QueryAsync(
        new(
            $"""
            WITH claimed AS (
                UPDATE dead_letters d SET is_claimed = true, replay_run_id = @claim, version = d.version + 1, updated_at = @now FROM runs r
                WHERE r.created_at = d.run_created_at AND r.id = d.run_id AND {LetterFilter.Sql(query)} AND {Changeable}
                    AND d.pipeline_id = @group_pipeline AND d.pipeline_version = @group_version AND d.as_read = @group_as_read AND r.parameters::text = @group_parameters
                RETURNING d.run_created_at, d.run_id, d.partition, d.segment, d.position),
            listed AS (
                INSERT INTO dead_letter_replays (replay_run_id, number, run_created_at, run_id, partition, segment, position)
                SELECT @claim, row_number() OVER (ORDER BY run_created_at, run_id, partition, segment, position) - 1, run_created_at, run_id, partition, segment, position FROM claimed
                RETURNING number)
            SELECT count(*) FROM listed
            """,
            [
                .. LetterFilter.Parameters(query),
                ("@claim", runId),
                ("@now", time.GetUtcNow()),
                ("@group_pipeline", group.PipelineId),
                ("@group_version", group.PipelineVersion),
                ("@group_as_read", group.AsRead),
                ("@group_parameters", group.Parameters.GetRawText()),
            ]),
        row => row.GetInt64(0),
        cancellationToken))[0];

    public Task ReleaseAsync(string runId, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync(
                [
                    new("UPDATE dead_letters d SET is_claimed = false, replay_run_id = NULL WHERE d.is_claimed AND d.replay_run_id = @claim", ("@claim", runId)),
                    new("DELETE FROM dead_letter_replays WHERE replay_run_id = @claim", ("@claim", runId)),
                ],
                cancellationToken);
            return true;
        },
        cancellationToken);

    public async Task<bool> ReclaimAsync(string runId, CancellationToken cancellationToken) => (await database.QueryAsync(
        new(
            """
            WITH listed AS (
                SELECT l.*, d.status, d.replay_run_id = @claim AND d.status <> 'discarded' AS own
                FROM dead_letter_replays l JOIN dead_letters d USING (run_created_at, run_id, partition, segment, position) WHERE l.replay_run_id = @claim FOR UPDATE OF d),
            whole AS (SELECT coalesce(bool_and(own IS TRUE), false) AS holds FROM listed),
            claimed AS (
                UPDATE dead_letters d SET is_claimed = true, version = d.version + 1, updated_at = @now FROM listed l, whole
                WHERE whole.holds AND l.status = 'open' AND NOT d.is_claimed
                    AND d.run_created_at = l.run_created_at AND d.run_id = l.run_id AND d.partition = l.partition AND d.segment = l.segment AND d.position = l.position)
            SELECT holds FROM whole
            """,
            ("@claim", runId),
            ("@now", time.GetUtcNow())),
        row => row.GetBoolean(0),
        cancellationToken))[0];

    public async Task<Replay?> FindReplayAsync(string runId, CancellationToken cancellationToken) => (await database.QueryAsync(
        new(
            """
            SELECT (SELECT count(*) FROM dead_letter_replays WHERE replay_run_id = @claim), d.as_read, d.run_id
            FROM dead_letter_replays l JOIN dead_letters d USING (run_created_at, run_id, partition, segment, position) WHERE l.replay_run_id = @claim AND l.number = 0
            """,
            ("@claim", runId)),
        row => new Replay(row.GetInt64(0), row.GetBoolean(1), row.GetString(2)),
        cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<(long Number, DeadLetter Letter)>> ReadClaimedAsync(string runId, long from, int count, CancellationToken cancellationToken)
    {
        const string Claimed = """
            FROM dead_letter_replays l JOIN dead_letters d USING (run_created_at, run_id, partition, segment, position)
            WHERE l.replay_run_id = @claim AND l.number >= @from AND l.number < @from + @count AND d.is_claimed AND d.replay_run_id = @claim ORDER BY l.number
            """;
        (string Name, object? Value)[] parameters = [("@claim", runId), ("@from", from), ("@count", count)];
        var numbers = await database.QueryAsync(new($"SELECT l.number {Claimed}", parameters), row => row.GetInt64(0), cancellationToken);
        var found = await letters.QueryAsync(new($"SELECT {PostgreSqlLetters.Columns} {Claimed}", parameters), cancellationToken);
        return [.. numbers.Zip(found)];
    }

    public Task SetDeliveredAsync(string runId, IReadOnlyCollection<SegmentId> delivered, IReadOnlyCollection<SegmentId> uncertain, CancellationToken cancellationToken) => database.QueryAsync(
        new(
            """
            WITH held AS (SELECT * FROM unnest(@delivered_partitions, @delivered_ordinals) AS h (partition, ordinal)),
            doubtful AS (SELECT * FROM unnest(@uncertain_partitions, @uncertain_ordinals) AS h (partition, ordinal))
            UPDATE run_segments s SET delivered = s.delivered OR (s.partition, s.ordinal) IN (TABLE held),
                records_written = CASE WHEN s.delivered OR (s.partition, s.ordinal) IN (TABLE held) OR (s.partition, s.ordinal) IN (TABLE doubtful) THEN s.records_written END
            FROM run_keys k WHERE k.run_id = @run AND s.run_created_at = k.created_at AND s.run_id = k.run_id AND s.records_written IS NOT NULL
            """,
            ("@run", runId),
            ("@delivered_partitions", delivered.Select(id => id.Partition).ToArray()),
            ("@delivered_ordinals", delivered.Select(id => id.Ordinal).ToArray()),
            ("@uncertain_partitions", uncertain.Select(id => id.Partition).ToArray()),
            ("@uncertain_ordinals", uncertain.Select(id => id.Ordinal).ToArray())),
        _ => true,
        cancellationToken);

    public async Task<long> CountClaimedAsync(string runId, CancellationToken cancellationToken) =>
        (await database.QueryAsync(new("SELECT count(*) FROM dead_letters d WHERE d.is_claimed AND d.replay_run_id = @claim", ("@claim", runId)), row => row.GetInt64(0), cancellationToken))[0];

    public async Task SettleAsync(string runId, CancellationToken cancellationToken)
    {
        var ended = await database.QueryAsync(
            new($"SELECT r.dry_run FROM run_keys k JOIN runs r ON r.created_at = k.created_at AND r.id = k.run_id WHERE k.run_id = @claim AND NOT r.{RunRow.Unfinished}", ("@claim", runId)),
            row => row.GetBoolean(0),
            cancellationToken);
        if (ended.Count == 0)
            return;
        if (!ended[0])
            await KeepNewReasonsAsync(runId, cancellationToken);
        await database.QueryAsync(
            new(
                """
                WITH ended AS (SELECT r.created_at, r.id, r.status, r.dry_run FROM run_keys k JOIN runs r ON r.created_at = k.created_at AND r.id = k.run_id
                    WHERE k.run_id = @claim AND r.status IN ('success', 'warning', 'failed', 'cancelled')),
                fate AS (
                    SELECT l.*, NOT e.dry_run AND e.status IN ('success', 'warning') AS finished,
                        NOT e.dry_run AND EXISTS (SELECT FROM dead_letters a WHERE a.run_created_at = e.created_at AND a.run_id = e.id AND a.source_ordinal = l.number) AS rejected,
                        CASE WHEN e.dry_run THEN 'no' ELSE coalesce((SELECT CASE WHEN s.delivered THEN 'certain' ELSE 'perhaps' END FROM run_segments s
                            WHERE s.run_created_at = e.created_at AND s.run_id = e.id AND s.records_written IS NOT NULL
                                AND l.number < s.next_ordinal AND l.number >= s.next_ordinal - s.records_read), 'no') END AS delivery
                    FROM ended e JOIN dead_letter_replays l ON l.replay_run_id = @claim)
                UPDATE dead_letters d SET is_claimed = false, version = d.version + 1, updated_at = @now, attempts = d.attempts + CASE WHEN f.finished OR f.rejected OR f.delivery = 'certain' THEN 1 ELSE 0 END,
                    status = CASE WHEN (f.finished OR f.delivery = 'certain') AND NOT f.rejected THEN 'replayed' ELSE d.status END
                FROM fate f
                WHERE d.run_created_at = f.run_created_at AND d.run_id = f.run_id AND d.partition = f.partition AND d.segment = f.segment AND d.position = f.position
                    AND d.is_claimed AND d.replay_run_id = @claim AND (f.finished OR f.rejected OR f.delivery <> 'perhaps')
                """,
                ("@claim", runId),
                ("@now", time.GetUtcNow())),
            _ => true,
            cancellationToken);
    }

    /// <summary>Puts the reasons of a replay in the place of those before, under the key that the record is sealed with.</summary>
    private async Task KeepNewReasonsAsync(string runId, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await letters.ListOfRunAsync(runId, new PageRequest(200, cursor), cancellationToken);
            foreach (var attempt in page.Items)
            {
                if (await ReadClaimedAsync(runId, attempt.Rejected.Ordinal, 1, cancellationToken) is [var (_, letter)])
                    await ReplaceReasonsAsync(letter, attempt.Rejected.Errors, cancellationToken);
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    private async Task ReplaceReasonsAsync(DeadLetter letter, IReadOnlyList<RecordError> errors, CancellationToken cancellationToken)
    {
        var place = LetterId.Parse(letter.Id)!;
        using var seal = await letters.SealAsync(place.RunId, cancellationToken);
        await database.QueryAsync(
            new(
                $"UPDATE dead_letters d SET record = NULL, errors = NULL, sealed = @sealed, step = @step, field = @field, rule = @rule, code = @code WHERE {Key}",
                [
                    .. Place(place),
                    ("@sealed", seal.Seal(StoredJson.Write(errors), letter.Rejected.Record.Span)),
                    ("@step", errors[0].Step),
                    ("@field", errors[0].Field),
                    ("@rule", errors[0].Rule),
                    ("@code", errors[0].Code),
                ]),
            _ => true,
            cancellationToken);
    }

    private async Task<DeadLetter> ChangeAsync(
        string id, LetterId place, string assignment, IReadOnlyList<(string Name, object? Value)> parameters, int? expectedVersion, CancellationToken cancellationToken)
    {
        var changed = await database.QueryAsync(
            new(
                $"""
                UPDATE dead_letters d SET {assignment}, version = d.version + 1, updated_at = @now
                WHERE {Key} AND {Changeable} AND d.version = coalesce(@expected::integer, d.version) RETURNING d.version
                """,
                [.. Place(place), .. parameters, ("@now", time.GetUtcNow()), ("@expected", expectedVersion)]),
            row => row.GetInt32(0),
            cancellationToken);
        var now = await FindAsync(id, cancellationToken) ?? throw Unknown(id);
        if (changed.Count == 1)
            return now;
        if (expectedVersion is { } expected && expected != now.Version)
            throw new StaleVersionException("dead letter", expected, now.Version);
        throw new ConflictException(
            now.Status != DeadLetterStatus.Open ? $"The dead letter is {now.Status.ToString().ToLowerInvariant()} already."
            : now.ReplayRunId is { } replay ? $"The run {replay} is replaying the dead letter; wait until it has ended, or retry it if it failed."
            : $"The run {now.RunId} that rejected the record is still at work.");
    }

    private static KeyNotFoundException Unknown(string id) => new($"There is no dead letter '{id}'.");

    private static (string Name, object? Value)[] Place(LetterId place) =>
        [("@run", place.RunId), ("@partition", place.Partition), ("@segment", place.Segment), ("@position", place.Position)];
}
