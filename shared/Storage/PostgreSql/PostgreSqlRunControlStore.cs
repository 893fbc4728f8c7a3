using DataAggregator.Core.Runs;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>What the runs of the platform are told, and who works on them.</summary>
internal sealed class PostgreSqlRunControlStore(PostgreSqlDatabase database, TimeProvider time) : IRunControlStore
{
    public Task<RunOrder> BeginAsync(RunBeat beat, CancellationToken cancellationToken) =>
        OrderAsync(PostgreSqlRunChange.Loud(beat.RunId, RunTransition.Begin, Of(beat)), cancellationToken);

    public Task<RunOrder> BeatAsync(RunBeat beat, CancellationToken cancellationToken) =>
        OrderAsync(PostgreSqlRunChange.Quiet(beat.RunId, RunTransition.Beat, [.. Of(beat), ("@records", beat.Records), ("@bytes", beat.Bytes)]), cancellationToken);

    public Task ReleaseAsync(string id, int epoch, CancellationToken cancellationToken) =>
        OrderAsync(PostgreSqlRunChange.Quiet(id, RunTransition.Release, ("@epoch", epoch)), cancellationToken);

    public Task<RunOrder> WaitAsync(RunBeat beat, DateTimeOffset until, string reason, CancellationToken cancellationToken)
    {
        (string, object?)[] parameters = [("@epoch", beat.Epoch), ("@now", time.GetUtcNow()), ("@lease", until.ToUniversalTime() + beat.Lease), ("@until", until.ToUniversalTime()), ("@reason", reason)];
        return OrderAsync(PostgreSqlRunChange.Loud(beat.RunId, RunTransition.Wait, parameters), cancellationToken);
    }

    public Task HaltAsync(string id, int epoch, CancellationToken cancellationToken) => OrderAsync(PostgreSqlRunChange.Quiet(id, RunTransition.Halt, ("@epoch", epoch)), cancellationToken);

    public Task<bool> PauseAsync(string id, int epoch, CancellationToken cancellationToken) => ChangeAsync(id, RunTransition.Pause, [("@epoch", epoch)], cancellationToken);

    public Task<bool> RequestPauseAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, RunTransition.RequestPause, [], cancellationToken);

    public Task<bool> ResumeAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, RunTransition.Resume, [("@now", time.GetUtcNow())], cancellationToken);

    // One that waited for the run before ends at once.
    public async Task<bool> RequestCancelAsync(string id, CancellationToken cancellationToken) =>
        await database.QueryAsync(PostgreSqlRunChange.Ending(id, RunTransition.RequestCancel, ("@now", time.GetUtcNow())), _ => true, cancellationToken) is [true];

    public Task<bool> ReopenAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            await PostgreSqlStreamReaders.LockAsync(session, id, cancellationToken);
            var reopen = RunTransition.Reopen with { Condition = $"{RunTransition.Reopen.Condition} AND {PostgreSqlStreamReaders.GoesOn}" };
            return await session.QueryAsync(PostgreSqlRunChange.Loud(id, reopen, ("@now", time.GetUtcNow())), _ => true, cancellationToken) is [true];
        },
        cancellationToken);

    public Task<bool> TakeOverAsync(string id, int epoch, CancellationToken cancellationToken) =>
        ChangeAsync(id, RunTransition.TakeOver, [("@epoch", epoch), ("@now", time.GetUtcNow())], cancellationToken);

    public async Task<IReadOnlyList<Run>> ListKeptAsync(string? pipelineId, DateTimeOffset endedBefore, CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            $"SELECT {RunRow.Columns} FROM runs r WHERE r.kept AND (@pipeline::text IS NULL OR r.pipeline_id = @pipeline) AND (r.ended_at < @before OR NOT r.retryable) ORDER BY r.ended_at, r.id",
            ("@pipeline", pipelineId),
            ("@before", endedBefore.ToUniversalTime())),
        row => RunRow.Read(row, PostgreSqlInstant.Read),
        cancellationToken);

    public Task<bool> GiveUpAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, RunTransition.GiveUp, [], cancellationToken);

    public Task ForgetKeptAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, RunTransition.ForgetKept, [], cancellationToken);

    private (string Name, object? Value)[] Of(RunBeat beat)
    {
        var now = time.GetUtcNow();
        return [("@epoch", beat.Epoch), ("@now", now), ("@lease", now + beat.Lease)];
    }

    private async Task<RunOrder> OrderAsync(Statement change, CancellationToken cancellationToken) =>
        await database.QueryAsync(change, PostgreSqlRunChange.Order, cancellationToken) is [var order] ? order : RunOrder.Superseded;

    private async Task<bool> ChangeAsync(string id, RunTransition transition, (string Name, object? Value)[] parameters, CancellationToken cancellationToken) =>
        await database.QueryAsync(PostgreSqlRunChange.Loud(id, transition, parameters), _ => true, cancellationToken) is [true];
}
