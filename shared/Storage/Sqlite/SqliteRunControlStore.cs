using DataAggregator.Core.Runs;

namespace DataAggregator.Storage.Sqlite;

/// <summary>What the runs of <c>run FILE</c> are told, and who works on them.</summary>
internal sealed class SqliteRunControlStore(SqliteDatabase database, RunChanges changes, TimeProvider time) : IRunControlStore
{
    public Task<RunOrder> BeginAsync(RunBeat beat, CancellationToken cancellationToken) => ToldAsync(beat.RunId, RunTransition.Begin, cancellationToken, Of(beat));

    public Task<RunOrder> BeatAsync(RunBeat beat, CancellationToken cancellationToken) =>
        OrderAsync(beat.RunId, RunTransition.Beat, cancellationToken, [.. Of(beat), ("@records", beat.Records), ("@bytes", beat.Bytes)]);

    public Task ReleaseAsync(string id, int epoch, CancellationToken cancellationToken) => OrderAsync(id, RunTransition.Release, cancellationToken, ("@epoch", epoch));

    public Task<RunOrder> WaitAsync(RunBeat beat, DateTimeOffset until, string reason, CancellationToken cancellationToken) => ToldAsync(
        beat.RunId,
        RunTransition.Wait,
        cancellationToken,
        ("@epoch", beat.Epoch),
        ("@now", SqliteInstant.Of(time.GetUtcNow())),
        ("@lease", SqliteInstant.Of(until + beat.Lease)),
        ("@until", SqliteInstant.Of(until)),
        ("@reason", reason));

    public Task HaltAsync(string id, int epoch, CancellationToken cancellationToken) => OrderAsync(id, RunTransition.Halt, cancellationToken, ("@epoch", epoch));

    public Task<bool> PauseAsync(string id, int epoch, CancellationToken cancellationToken) => ChangeAsync(id, RunTransition.Pause, cancellationToken, ("@epoch", epoch));

    public Task<bool> RequestPauseAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, RunTransition.RequestPause, cancellationToken);

    public Task<bool> ResumeAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, RunTransition.Resume, cancellationToken, ("@now", SqliteInstant.Of(time.GetUtcNow())));

    public Task<bool> RequestCancelAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, RunTransition.RequestCancel, cancellationToken, ("@now", SqliteInstant.Of(time.GetUtcNow())));

    public Task<bool> ReopenAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, RunTransition.Reopen, cancellationToken, ("@now", SqliteInstant.Of(time.GetUtcNow())));

    public Task<bool> TakeOverAsync(string id, int epoch, CancellationToken cancellationToken) =>
        ChangeAsync(id, RunTransition.TakeOver, cancellationToken, ("@epoch", epoch), ("@now", SqliteInstant.Of(time.GetUtcNow())));

    public Task<IReadOnlyList<Run>> ListKeptAsync(string? pipelineId, DateTimeOffset endedBefore, CancellationToken cancellationToken) => database.UseAsync<IReadOnlyList<Run>>(
        db => db.Query(
            $"SELECT {RunRow.Columns} FROM runs r WHERE r.kept AND (@pipeline IS NULL OR r.pipeline_id = @pipeline) AND (r.ended_at < @before OR NOT r.retryable) ORDER BY r.ended_at, r.id",
            row => RunRow.Read(row, SqliteInstant.Read),
            ("@pipeline", pipelineId),
            ("@before", SqliteInstant.Of(endedBefore))),
        cancellationToken);

    public Task<bool> GiveUpAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, RunTransition.GiveUp, cancellationToken);

    public Task ForgetKeptAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, RunTransition.ForgetKept, cancellationToken);

    private (string Name, object? Value)[] Of(RunBeat beat)
    {
        var now = time.GetUtcNow();
        return [("@epoch", beat.Epoch), ("@now", SqliteInstant.Of(now)), ("@lease", SqliteInstant.Of(now + beat.Lease))];
    }

    private async Task<RunOrder> OrderAsync(string id, RunTransition transition, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        await database.WriteAsync(
            db => db.Query(
                $"UPDATE runs AS r SET {transition.Assignments} WHERE r.id = @id AND {transition.Condition} RETURNING {RunTransition.OrderColumns}",
                row => RunTransition.Order(row, 0),
                [("@id", id), .. parameters]),
            cancellationToken) is [var order] ? order : RunOrder.Superseded;

    private async Task<RunOrder> ToldAsync(string id, RunTransition transition, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        var order = await OrderAsync(id, transition, cancellationToken, parameters);
        if (order != RunOrder.Superseded)
            changes.Notify(id);
        return order;
    }

    private async Task<bool> ChangeAsync(string id, RunTransition transition, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        await ToldAsync(id, transition, cancellationToken, parameters) != RunOrder.Superseded;
}
