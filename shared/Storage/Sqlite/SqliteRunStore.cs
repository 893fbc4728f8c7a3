using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Storage.Sqlite;

/// <summary>The run ledger of <c>run FILE</c>, for one process at work: watchers see the changes of this process only.</summary>
internal sealed class SqliteRunStore(SqliteDatabase database, DataKeys keys, RunChanges changes, TimeProvider time) : IRunStore
{
    public Task<(Run Run, bool Created)> CreateAsync(Run run, CancellationToken cancellationToken) => database.WriteAsync(
        db =>
        {
            var created = db.Execute(
                """
                INSERT INTO runs (id, run_key, pipeline_id, pipeline_name, pipeline_version, status, trigger_kind, parameters, logical_time, created_at, epoch, cancel_requested, record_limit, dry_run, reading)
                VALUES (@id, @key, @pipeline, @name, @version, @status, @trigger, @parameters, @logical, @created, @epoch, @cancel, @limit, @dry, @reading) ON CONFLICT (run_key) DO NOTHING
                """,
                ("@id", run.Id),
                ("@key", run.Key),
                ("@pipeline", run.PipelineId),
                ("@name", run.PipelineName),
                ("@version", run.PipelineVersion),
                ("@status", run.Status.ToWord()),
                ("@trigger", run.Trigger),
                ("@parameters", run.Parameters.GetRawText()),
                ("@logical", SqliteInstant.Of(run.LogicalTime)),
                ("@created", SqliteInstant.Of(run.CreatedAt)),
                ("@epoch", run.Epoch),
                ("@cancel", run.CancelRequested),
                ("@limit", run.Limit),
                ("@dry", run.DryRun),
                ("@reading", run.Reading is null ? null : StoredJson.Write(run.Reading))) == 1;
            return (Runs(db, $"SELECT {RunRow.Columns} FROM runs r WHERE r.run_key = @key", ("@key", run.Key))[0], created);
        },
        cancellationToken);

    public Task<Run?> FindAsync(string id, CancellationToken cancellationToken) => database.UseAsync(
        db => Runs(db, $"SELECT {RunRow.Columns} FROM runs r WHERE r.id = @id", ("@id", id)).SingleOrDefault(),
        cancellationToken);

    public Task<Run?> FindHeadAsync(string id, CancellationToken cancellationToken) => database.UseAsync(
        db => Heads(db, $"SELECT {RunRow.Columns} FROM runs r WHERE r.id = @id", ("@id", id)).SingleOrDefault(),
        cancellationToken);

    public Task<Page<Run>> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var order = RunRow.Order(query.Page);
        var after = Keyset.Of(query.Page, order);
        var sql = RunRow.List(query, after, "LIKE");
        return database.UseAsync(
            db =>
            {
                var runs = Runs(
                    db,
                    sql,
                    ("@pipeline", query.PipelineId),
                    ("@status", query.Status?.ToWord()),
                    ("@query", Keyset.Contains(query.Page.Query ?? "")),
                    ("@at", after is null ? null : Keyset.Number(after.Value)),
                    ("@id", after?.Id),
                    ("@limit", query.Page.Limit + 1));
                return Keyset.Page(runs, query.Page, run => new Keyset(order, Keyset.Text(SqliteInstant.Of(run.CreatedAt)), run.Id));
            },
            cancellationToken);
    }

    public Task<IReadOnlyDictionary<string, Run>> LatestAsync(IReadOnlyCollection<string> pipelineIds, CancellationToken cancellationToken) =>
        database.UseAsync<IReadOnlyDictionary<string, Run>>(
            db => Runs(
                db,
                $"""
                SELECT {RunRow.Columns} FROM (SELECT DISTINCT value AS pipeline FROM json_each(@pipelines)) p
                JOIN runs r ON r.rowid = (SELECT n.rowid FROM runs n WHERE n.pipeline_id = p.pipeline ORDER BY n.created_at DESC, n.id DESC LIMIT 1)
                """,
                ("@pipelines", StoredJson.Write(pipelineIds))).ToDictionary(run => run.PipelineId, StringComparer.Ordinal),
            cancellationToken);

    public Task<IReadOnlyList<Run>> ListUnfinishedAsync(CancellationToken cancellationToken) => database.UseAsync<IReadOnlyList<Run>>(
        db => Heads(db, $"SELECT {RunRow.Columns} FROM runs r WHERE r.{RunRow.Unfinished} ORDER BY r.created_at, r.id"),
        cancellationToken);

    public async Task<RunPlan> SavePlanAsync(string id, RunPlan plan, int epoch, CancellationToken cancellationToken)
    {
        var kept = await database.WriteAsync(
            db =>
            {
                if (IsUnfinished(db, id, epoch) && db.Execute("INSERT INTO run_plans (run_id, plan) VALUES (@id, @plan) ON CONFLICT DO NOTHING", ("@id", id), ("@plan", StoredJson.Write(plan))) == 1)
                    db.Execute("UPDATE runs SET records_expected = @expected WHERE id = @id", ("@expected", RunProgress.Expected(plan.Source)), ("@id", id));
                return Plan(db, id);
            },
            cancellationToken);
        changes.Notify(id);
        return kept ?? plan;
    }

    public Task<RunPlan?> FindPlanAsync(string id, CancellationToken cancellationToken) => database.UseAsync(db => Plan(db, id), cancellationToken);

    public async Task SaveSegmentAsync(SegmentState state, IReadOnlyList<RejectedRecord>? rejected, int epoch, CancellationToken cancellationToken)
    {
        using var seal = rejected is { Count: > 0 } ? await SealAsync(state.Id.RunId, cancellationToken) : null;
        var saved = await database.WriteAsync(
            db =>
            {
                if (!IsUnfinished(db, state.Id.RunId, epoch))
                    return false;
                SqliteSegments.Save(db, state, rejected, seal, time.GetUtcNow());
                return true;
            },
            cancellationToken);
        FaultPoint.Reach("segment_saved");
        if (rejected is { Count: > 0 })
            FaultPoint.Reach("dead_letters_written");
        if (saved)
            changes.Notify(state.Id.RunId);
    }

    public Task AcknowledgeAsync(SegmentId id, CancellationToken cancellationToken) => database.WriteAsync(db => SqliteSegments.Acknowledge(db, id), cancellationToken);

    public Task<SegmentId?> FirstUndeliveredAsync(SegmentId from, int endPartition, CancellationToken cancellationToken) =>
        database.UseAsync(db => SegmentRow.FirstUndelivered(from, endPartition, SqliteSegments.Delivered(db, from, endPartition)), cancellationToken);

    public Task<SegmentState?> FindSegmentAsync(SegmentId id, CancellationToken cancellationToken) => database.UseAsync(db => SqliteSegments.Find(db, id), cancellationToken);

    public async Task ForgetSegmentsAsync(string id, int first, int end, int epoch, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            db =>
            {
                if (IsUnfinished(db, id, epoch))
                    SqliteSegments.Forget(db, id, first, end);
                return true;
            },
            cancellationToken);
        changes.Notify(id);
    }

    public Task<(RunTotals Totals, IReadOnlyList<StepCounts> Steps)> SumSegmentsAsync(string id, CancellationToken cancellationToken) => database.UseAsync(
        db =>
        {
            var progress = SqliteSegments.Progress(db, [id]).GetValueOrDefault(id, RunProgress.None);
            var expected = Plan(db, id) is { } plan ? RunProgress.Expected(plan.Source) : null;
            return (progress.Totals with { Expected = expected }, progress.Steps);
        },
        cancellationToken);

    public Task<IReadOnlyList<FieldCounts>> SumFieldsAsync(string id, CancellationToken cancellationToken) => database.UseAsync(db => SqliteSegments.SumFields(db, id), cancellationToken);

    public async Task<bool> FinishAsync(string id, RunResult result, int epoch, CancellationToken cancellationToken)
    {
        RunStatuses.RequireTerminal(result.Status);
        FaultPoint.Reach("run_finishing");
        var totals = result.Totals;
        var finish = $"""
            UPDATE runs SET status = @status, lease_until = NULL, waits_until = NULL, waits_for = NULL, retryable = @kept, kept = @kept, ended_at = @now,
                records_expected = @expected, records_read = @read, records_written = @written, records_rejected = @rejected,
                records_filtered = @filtered, records_deduplicated = @deduplicated, bytes_read = @bytes, steps = @steps, error = @error
            WHERE id = @id AND {RunRow.Unfinished} AND epoch = @epoch
            """;
        var finished = await database.WriteAsync(
            db => db.Execute(
                finish,
                ("@id", id),
                ("@epoch", epoch),
                ("@kept", result.Kept),
                ("@status", result.Status.ToWord()),
                ("@now", SqliteInstant.Of(time.GetUtcNow())),
                ("@expected", totals.Expected),
                ("@read", totals.Read),
                ("@written", totals.Written),
                ("@rejected", totals.Rejected),
                ("@filtered", totals.Filtered),
                ("@deduplicated", totals.Deduplicated),
                ("@bytes", totals.BytesRead),
                ("@steps", StoredJson.Write(result.Steps)),
                ("@error", result.Error is null ? null : StoredJson.Write(result.Error))) == 1,
            cancellationToken);
        if (finished)
            changes.Notify(id);
        FaultPoint.Reach("run_finished");
        return finished;
    }

    public async Task<Page<DeadLetter>> ListRejectedAsync(string id, PageRequest request, CancellationToken cancellationToken)
    {
        var rows = await database.UseAsync(db => SqliteSegments.ListRejected(db, id, request), cancellationToken);
        using var seal = await keys.FindAsync(id, () => database.UseAsync(db => Key(db, id), cancellationToken), cancellationToken) is { } key ? new DeadLetterSeal(key, id) : null;
        return DeadLetterRow.Page(rows, request, row => row.Open(seal));
    }

    public IAsyncEnumerable<Run> WatchAsync(string id, CancellationToken cancellationToken) => changes.WatchAsync(id, FindAsync, cancellationToken);

    private static string? Key(SqliteDatabase db, string id) =>
        db.Query("SELECT protected_key FROM dead_letter_keys WHERE run_id = @id", row => row.GetString(0), ("@id", id)).SingleOrDefault();

    private async Task<DeadLetterSeal> SealAsync(string id, CancellationToken cancellationToken) => new(
        await keys.OfAsync(
            id,
            fresh => database.WriteAsync(
                db =>
                {
                    // Of a run that there is none of, saving says so.
                    db.Execute("INSERT INTO dead_letter_keys (run_id, protected_key) SELECT id, @key FROM runs WHERE id = @id ON CONFLICT DO NOTHING", ("@id", id), ("@key", fresh));
                    return Key(db, id) ?? fresh;
                },
                cancellationToken),
            cancellationToken),
        id);

    private static RunPlan? Plan(SqliteDatabase db, string id) =>
        db.Query("SELECT plan FROM run_plans WHERE run_id = @id", row => StoredJson.Read<RunPlan>(row.GetString(0)), ("@id", id)).SingleOrDefault();

    /// <summary>Whether the run can still change.</summary>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    /// <exception cref="RunSupersededException">Another epoch has it.</exception>
    private static bool IsUnfinished(SqliteDatabase db, string id, int epoch)
    {
        var found = db.Query($"SELECT {RunRow.Unfinished}, epoch FROM runs WHERE id = @id", row => (Unfinished: row.GetBoolean(0), Epoch: row.GetInt32(1)), ("@id", id));
        if (found is not [var run])
            throw new KeyNotFoundException($"There is no run '{id}'.");
        return run.Unfinished && run.Epoch != epoch ? throw new RunSupersededException(id, epoch) : run.Unfinished;
    }

    private static List<Run> Heads(SqliteDatabase db, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        db.Query(sql, row => RunRow.Read(row, SqliteInstant.Read), parameters);

    private static List<Run> Runs(SqliteDatabase db, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var runs = Heads(db, sql, parameters);
        string[] unfinished = [.. runs.Where(run => !run.Status.IsTerminal()).Select(run => run.Id)];
        if (unfinished.Length == 0)
            return runs;
        var progress = SqliteSegments.Progress(db, unfinished);
        return runs.ConvertAll(run => run.Status.IsTerminal() ? run : progress.GetValueOrDefault(run.Id, RunProgress.None).On(run));
    }
}
