using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Storage.Sqlite;

/// <summary>The run ledger of <c>run FILE</c>, for one process at work: watchers see the changes of this process only.</summary>
internal sealed class SqliteRunStore(SqliteDatabase database, TimeProvider time) : IRunStore
{
    private readonly RunChanges changes = new();

    public Task<(Run Run, bool Created)> CreateAsync(Run run, CancellationToken cancellationToken) => database.WriteAsync(
        db =>
        {
            var created = db.Execute(
                """
                INSERT INTO runs (id, run_key, pipeline_id, pipeline_name, pipeline_version, status, trigger_kind, parameters, logical_time, created_at, epoch, cancel_requested, record_limit, dry_run)
                VALUES (@id, @key, @pipeline, @name, @version, @status, @trigger, @parameters, @logical, @created, @epoch, @cancel, @limit, @dry) ON CONFLICT (run_key) DO NOTHING
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
                ("@dry", run.DryRun)) == 1;
            return (Runs(db, $"SELECT {RunRow.Columns} FROM runs r WHERE r.run_key = @key", ("@key", run.Key))[0], created);
        },
        cancellationToken);

    public Task<Run?> FindAsync(string id, CancellationToken cancellationToken) => database.UseAsync(
        db => Runs(db, $"SELECT {RunRow.Columns} FROM runs r WHERE r.id = @id", ("@id", id)).SingleOrDefault(),
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
        db => Runs(db, $"SELECT {RunRow.Columns} FROM runs r WHERE r.{RunRow.Unfinished} ORDER BY r.created_at, r.id"),
        cancellationToken);

    public Task<bool> SetStatusAsync(string id, RunStatus status, CancellationToken cancellationToken) => ChangeAsync(
        id,
        $"""
        UPDATE runs SET status = @status, started_at = CASE WHEN @status = 'running' THEN coalesce(started_at, @now) ELSE started_at END
        WHERE id = @id AND {RunRow.Unfinished}
        """,
        cancellationToken,
        ("@status", RunStatuses.RequireUnfinished(status).ToWord()),
        ("@now", SqliteInstant.Of(time.GetUtcNow())));

    public async Task<RunPlan> SavePlanAsync(string id, RunPlan plan, CancellationToken cancellationToken)
    {
        var kept = await database.WriteAsync(
            db =>
            {
                if (IsUnfinished(db, id) && db.Execute("INSERT INTO run_plans (run_id, plan) VALUES (@id, @plan) ON CONFLICT DO NOTHING", ("@id", id), ("@plan", StoredJson.Write(plan))) == 1)
                    db.Execute("UPDATE runs SET records_expected = @expected WHERE id = @id", ("@expected", RunProgress.Expected(plan.Source)), ("@id", id));
                return Plan(db, id);
            },
            cancellationToken);
        changes.Notify(id);
        return kept ?? plan;
    }

    public Task<RunPlan?> FindPlanAsync(string id, CancellationToken cancellationToken) => database.UseAsync(db => Plan(db, id), cancellationToken);

    public async Task SaveSegmentAsync(SegmentState state, IReadOnlyList<RejectedRecord>? rejected, CancellationToken cancellationToken)
    {
        var saved = await database.WriteAsync(
            db =>
            {
                if (!IsUnfinished(db, state.Id.RunId))
                    return false;
                SqliteSegments.Save(db, state, rejected, time.GetUtcNow());
                return true;
            },
            cancellationToken);
        FaultPoint.Reach("segment_saved");
        if (saved)
            changes.Notify(state.Id.RunId);
    }

    public Task<SegmentState?> FindSegmentAsync(SegmentId id, CancellationToken cancellationToken) => database.UseAsync(db => SqliteSegments.Find(db, id), cancellationToken);

    public Task<(RunTotals Totals, IReadOnlyList<StepCounts> Steps)> SumSegmentsAsync(string id, CancellationToken cancellationToken) => database.UseAsync(
        db =>
        {
            var progress = SqliteSegments.Progress(db, [id]).GetValueOrDefault(id, RunProgress.None);
            var expected = Plan(db, id) is { } plan ? RunProgress.Expected(plan.Source) : null;
            return (progress.Totals with { Expected = expected }, progress.Steps);
        },
        cancellationToken);

    public async Task<bool> FinishAsync(string id, RunStatus status, RunTotals totals, IReadOnlyList<StepCounts> steps, RunError? error, CancellationToken cancellationToken)
    {
        RunStatuses.RequireTerminal(status);
        FaultPoint.Reach("run_finishing");
        var finished = await ChangeAsync(
            id,
            $"""
            UPDATE runs SET status = @status, ended_at = @now, records_expected = @expected, records_read = @read, records_written = @written, records_rejected = @rejected,
                records_filtered = @filtered, records_deduplicated = @deduplicated, bytes_read = @bytes, steps = @steps, error = @error
            WHERE id = @id AND {RunRow.Unfinished}
            """,
            cancellationToken,
            ("@status", status.ToWord()),
            ("@now", SqliteInstant.Of(time.GetUtcNow())),
            ("@expected", totals.Expected),
            ("@read", totals.Read),
            ("@written", totals.Written),
            ("@rejected", totals.Rejected),
            ("@filtered", totals.Filtered),
            ("@deduplicated", totals.Deduplicated),
            ("@bytes", totals.BytesRead),
            ("@steps", StoredJson.Write(steps)),
            ("@error", error is null ? null : StoredJson.Write(error)));
        FaultPoint.Reach("run_finished");
        return finished;
    }

    public Task<bool> RequestCancelAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(id, $"UPDATE runs SET cancel_requested = 1 WHERE id = @id AND {RunRow.Unfinished}", cancellationToken);

    public Task<bool> IsCancelRequestedAsync(string id, CancellationToken cancellationToken) => database.UseAsync(
        db => db.Query("SELECT cancel_requested FROM runs WHERE id = @id", row => row.GetBoolean(0), ("@id", id)) is [true],
        cancellationToken);

    public Task<Page<DeadLetter>> ListRejectedAsync(string id, PageRequest request, CancellationToken cancellationToken) =>
        database.UseAsync(db => SqliteSegments.ListRejected(db, id, request), cancellationToken);

    public IAsyncEnumerable<Run> WatchAsync(string id, CancellationToken cancellationToken) => changes.WatchAsync(id, FindAsync, cancellationToken);

    private static RunPlan? Plan(SqliteDatabase db, string id) =>
        db.Query("SELECT plan FROM run_plans WHERE run_id = @id", row => StoredJson.Read<RunPlan>(row.GetString(0)), ("@id", id)).SingleOrDefault();

    /// <summary>Whether the run can still change.</summary>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    private static bool IsUnfinished(SqliteDatabase db, string id) =>
        db.Query($"SELECT {RunRow.Unfinished} FROM runs WHERE id = @id", row => row.GetBoolean(0), ("@id", id)) is [var unfinished]
            ? unfinished
            : throw new KeyNotFoundException($"There is no run '{id}'.");

    private static List<Run> Runs(SqliteDatabase db, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var runs = db.Query(sql, row => RunRow.Read(row, SqliteInstant.Read), parameters);
        string[] unfinished = [.. runs.Where(run => !run.Status.IsTerminal()).Select(run => run.Id)];
        if (unfinished.Length == 0)
            return runs;
        var progress = SqliteSegments.Progress(db, unfinished);
        return runs.ConvertAll(run => run.Status.IsTerminal() ? run : progress.GetValueOrDefault(run.Id, RunProgress.None).On(run));
    }

    private async Task<bool> ChangeAsync(string id, string update, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        var changed = await database.WriteAsync(db => db.Execute(update, [("@id", id), .. parameters]) == 1 || IsUnfinished(db, id), cancellationToken);
        if (changed)
            changes.Notify(id);
        return changed;
    }
}
