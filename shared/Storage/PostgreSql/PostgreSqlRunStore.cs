using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The run ledger of the platform, shared by all hosts.</summary>
internal sealed class PostgreSqlRunStore(PostgreSqlDatabase database, PostgreSqlLetters letters, PostgreSqlRunListener listener, TimeProvider time) : IRunStore
{
    // The key's row names the partition, so that only that one is looked into.
    private const string OfId = "FROM run_keys k JOIN runs r ON r.created_at = k.created_at AND r.id = k.run_id WHERE k.run_id = @id";

    public async Task<(Run Run, bool Created)> CreateAsync(Run run, CancellationToken cancellationToken)
    {
        var created = await database.QueryAsync(
            PostgreSqlRunInsert.Of(run),
            row => row.GetString(0),
            cancellationToken);
        var kept = new Statement($"SELECT {RunRow.Columns} FROM run_keys k JOIN runs r ON r.created_at = k.created_at AND r.id = k.run_id WHERE k.run_key = @key", ("@key", run.Key));
        var isCreated = created.Count == 1;
        return ((isCreated ? await HeadsAsync(kept, cancellationToken) : await RunsAsync(kept, cancellationToken))[0], isCreated);
    }

    public async Task<Run?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await RunsAsync(new($"SELECT {RunRow.Columns} {OfId}", ("@id", id)), cancellationToken)).SingleOrDefault();

    public async Task<Run?> FindHeadAsync(string id, CancellationToken cancellationToken) =>
        (await HeadsAsync(new($"SELECT {RunRow.Columns} {OfId}", ("@id", id)), cancellationToken)).SingleOrDefault();

    public async Task<Page<Run>> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var order = RunRow.Order(query.Page);
        var after = Keyset.Of(query.Page, order);
        var runs = await RunsAsync(
            new(
                RunRow.List(query, after, "ILIKE"),
                ("@pipeline", query.PipelineId),
                ("@status", query.Status?.ToWord()),
                ("@query", Keyset.Contains(query.Page.Query ?? "")),
                ("@at", after is null ? null : PostgreSqlInstant.OfPlace(after.Value)),
                ("@id", after?.Id),
                ("@limit", query.Page.Limit + 1)),
            cancellationToken);
        return Keyset.Page(runs, query.Page, run => new Keyset(order, PostgreSqlInstant.ToPlace(run.CreatedAt), run.Id));
    }

    public async Task<IReadOnlyDictionary<string, Run>> LatestAsync(IReadOnlyCollection<string> pipelineIds, CancellationToken cancellationToken)
    {
        var runs = await RunsAsync(
            new(
                $"""
                SELECT {RunRow.Columns} FROM (SELECT DISTINCT unnest(@pipelines) AS id) p
                CROSS JOIN LATERAL (SELECT * FROM runs n WHERE n.pipeline_id = p.id ORDER BY n.created_at DESC, n.id DESC LIMIT 1) r
                """,
                ("@pipelines", pipelineIds.ToArray())),
            cancellationToken);
        return runs.ToDictionary(run => run.PipelineId, StringComparer.Ordinal);
    }

    public async Task<IReadOnlyList<Run>> ListUnfinishedAsync(CancellationToken cancellationToken) =>
        await HeadsAsync(new($"SELECT {RunRow.Columns} FROM runs r WHERE r.{RunRow.Unfinished} ORDER BY r.created_at, r.id"), cancellationToken);

    public async Task<RunPlan> SavePlanAsync(string id, RunPlan plan, int epoch, CancellationToken cancellationToken)
    {
        var isKept = await database.WriteAsync(
            async session =>
            {
                if (plan.Stream is { Commits: true } stream)
                    await PostgreSqlStreamReaders.CheckPlanAsync(session, id, stream, cancellationToken);
                // Held alone: a shared lock of two, which both then want to change the row, would be a deadlock.
                if (!(await LockAsync(session, id, epoch, "NO KEY UPDATE", cancellationToken)).Unfinished)
                    return false;
                var kept = await session.QueryAsync(
                    new("INSERT INTO run_plans (run_id, plan) VALUES (@id, @plan::json) ON CONFLICT DO NOTHING RETURNING run_id", ("@id", id), ("@plan", StoredJson.Write(plan))),
                    row => row.GetString(0),
                    cancellationToken);
                if (kept.Count == 0)
                    return false;
                var expects = new RunTransition("records_expected = @expected", $"r.{RunRow.Unfinished}");
                await session.QueryAsync(PostgreSqlRunChange.Loud(id, expects, ("@expected", RunProgress.Expected(plan.Source))), _ => true, cancellationToken);
                return true;
            },
            cancellationToken);
        return isKept ? plan : await FindPlanAsync(id, cancellationToken) ?? plan;
    }

    public async Task<RunPlan?> FindPlanAsync(string id, CancellationToken cancellationToken) => (await database.QueryAsync(
        new("SELECT plan FROM run_plans WHERE run_id = @id", ("@id", id)),
        row => StoredJson.Read<RunPlan>(row.GetString(0)),
        cancellationToken)).SingleOrDefault();

    public async Task SaveSegmentAsync(SegmentState state, IReadOnlyList<RejectedRecord>? rejected, int epoch, CancellationToken cancellationToken)
    {
        using var seal = rejected is { Count: > 0 } ? await letters.SealAsync(state.Id.RunId, cancellationToken) : null;
        await database.WriteAsync(
            async session =>
            {
                var run = await LockAsync(session, state.Id.RunId, epoch, "SHARE", cancellationToken);
                FaultPoint.Reach("run_locked");
                if (run.Unfinished)
                    await session.ExecuteAsync([.. PostgreSqlSegments.Save(state, rejected, seal, run.CreatedAt, time.GetUtcNow()), Notify(state.Id.RunId)], cancellationToken);
                return run.Unfinished;
            },
            cancellationToken);
        FaultPoint.Reach("segment_saved");
        if (rejected is { Count: > 0 })
            FaultPoint.Reach("dead_letters_written");
    }

    public Task AcknowledgeAsync(SegmentId id, CancellationToken cancellationToken) =>
        database.QueryAsync(PostgreSqlSegments.Acknowledge(id), _ => true, cancellationToken);

    public async Task<SegmentId?> FirstUndeliveredAsync(SegmentId from, int endPartition, CancellationToken cancellationToken)
    {
        var delivered = await database.QueryAsync(PostgreSqlSegments.Delivered(from, endPartition), row => (row.GetInt32(0), row.GetInt32(1), row.GetBoolean(2)), cancellationToken);
        return SegmentRow.FirstUndelivered(from, endPartition, delivered);
    }

    public async Task<SegmentState?> FindSegmentAsync(SegmentId id, CancellationToken cancellationToken) =>
        (await database.QueryAsync(PostgreSqlSegments.Find(id), row => SegmentRow.Read(id, row), cancellationToken)).SingleOrDefault();

    public Task ForgetSegmentsAsync(string id, int first, int end, int epoch, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var run = await LockAsync(session, id, epoch, "SHARE", cancellationToken);
            if (run.Unfinished)
                await session.ExecuteAsync([.. PostgreSqlSegments.Forget(id, run.CreatedAt, first, end), Notify(id)], cancellationToken);
            return run.Unfinished;
        },
        cancellationToken);

    public async Task<(RunTotals Totals, IReadOnlyList<StepCounts> Steps)> SumSegmentsAsync(string id, CancellationToken cancellationToken)
    {
        var runs = await database.QueryAsync(
            new($"SELECT r.created_at, r.records_expected {OfId}", ("@id", id)),
            row => (CreatedAt: PostgreSqlInstant.Read(row, 0), Expected: row.IsDBNull(1) ? (long?)null : row.GetInt64(1)),
            cancellationToken);
        var progress = await PostgreSqlSegments.ProgressAsync(database, [.. runs.Select(run => (id, run.CreatedAt))], cancellationToken);
        var sums = progress.GetValueOrDefault(id, RunProgress.None);
        return (sums.Totals with { Expected = runs.SingleOrDefault().Expected }, sums.Steps);
    }

    public async Task<IReadOnlyList<FieldCounts>> SumFieldsAsync(string id, CancellationToken cancellationToken) => await database.QueryAsync(
        PostgreSqlSegments.SumFields(id), row => new FieldCounts(row.GetString(0), row.GetInt64(1), row.GetInt64(2)), cancellationToken);

    public async Task<bool> FinishAsync(string id, RunResult result, int epoch, CancellationToken cancellationToken)
    {
        RunStatuses.RequireTerminal(result.Status);
        FaultPoint.Reach("run_finishing");
        var totals = result.Totals;
        var finish = new RunTransition(
            """
            status = @status, lease_until = NULL, waits_until = NULL, waits_for = NULL, retryable = @kept, kept = @kept, ended_at = @now, records_expected = @expected, records_read = @read, records_written = @written, records_rejected = @rejected,
            records_filtered = @filtered, records_deduplicated = @deduplicated, bytes_read = @bytes, steps = @steps::json, error = @error::json
            """,
            $"r.{RunRow.Unfinished} AND r.epoch = @epoch");
        var finished = await database.QueryAsync(
            PostgreSqlRunChange.Ending(
                id,
                finish,
                ("@epoch", epoch),
                ("@kept", result.Kept),
                ("@status", result.Status.ToWord()),
                ("@now", time.GetUtcNow()),
                ("@expected", totals.Expected),
                ("@read", totals.Read),
                ("@written", totals.Written),
                ("@rejected", totals.Rejected),
                ("@filtered", totals.Filtered),
                ("@deduplicated", totals.Deduplicated),
                ("@bytes", totals.BytesRead),
                ("@steps", StoredJson.Write(result.Steps)),
                ("@error", result.Error is null ? null : StoredJson.Write(result.Error))),
            _ => true,
            cancellationToken);
        FaultPoint.Reach("run_finished");
        return finished is [true];
    }

    public Task<Page<DeadLetter>> ListRejectedAsync(string id, PageRequest request, CancellationToken cancellationToken) =>
        letters.ListOfRunAsync(id, request, cancellationToken);

    public IAsyncEnumerable<Run> WatchAsync(string id, CancellationToken cancellationToken) => listener.WatchAsync(id, FindAsync, cancellationToken);

    private static Statement Notify(string id) => new("SELECT pg_notify(@channel, @id)", ("@channel", PostgreSqlRunListener.Channel), ("@id", id));

    /// <summary>Keeps the run from being finished until the transaction ends; with a strength of SHARE, several do so side by side.</summary>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    /// <exception cref="RunSupersededException">Another epoch has it.</exception>
    private static async Task<(DateTimeOffset CreatedAt, bool Unfinished)> LockAsync(PostgreSqlSession session, string id, int epoch, string strength, CancellationToken cancellationToken)
    {
        var found = await session.QueryAsync(
            new($"SELECT r.created_at, r.{RunRow.Unfinished}, r.epoch {OfId} FOR {strength} OF r", ("@id", id)),
            row => (CreatedAt: PostgreSqlInstant.Read(row, 0), Unfinished: row.GetBoolean(1), Epoch: row.GetInt32(2)),
            cancellationToken);
        if (found is not [var run])
            throw new KeyNotFoundException($"There is no run '{id}'.");
        return run.Unfinished && run.Epoch != epoch ? throw new RunSupersededException(id, epoch) : (run.CreatedAt, run.Unfinished);
    }

    private Task<List<Run>> HeadsAsync(Statement query, CancellationToken cancellationToken) =>
        database.QueryAsync(query, row => RunRow.Read(row, PostgreSqlInstant.Read), cancellationToken);

    private async Task<List<Run>> RunsAsync(Statement query, CancellationToken cancellationToken)
    {
        var runs = await HeadsAsync(query, cancellationToken);
        var unfinished = runs.Where(run => !run.Status.IsTerminal()).Select(run => (run.Id, run.CreatedAt)).ToList();
        if (unfinished.Count == 0)
            return runs;
        var progress = await PostgreSqlSegments.ProgressAsync(database, unfinished, cancellationToken);
        return runs.ConvertAll(run => run.Status.IsTerminal() ? run : progress.GetValueOrDefault(run.Id, RunProgress.None).On(run));
    }
}
