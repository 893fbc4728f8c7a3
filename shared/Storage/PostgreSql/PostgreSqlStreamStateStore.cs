using DataAggregator.Core.Incremental;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The states of streams, shared by all hosts. Whoever changes one holds its pipeline's lock.</summary>
internal sealed class PostgreSqlStreamStateStore(PostgreSqlDatabase database, TimeProvider time) : IStreamStateStore
{
    public async Task<IReadOnlyList<StreamState>> ListAsync(string pipelineId, CancellationToken cancellationToken) =>
        await database.QueryAsync(new(StreamStateRow.List, ("@pipeline", pipelineId)), StreamStateRow.Read, cancellationToken);

    public async Task<StreamState?> FindAsync(string pipelineId, string stream, CancellationToken cancellationToken) =>
        (await database.QueryAsync(Find(pipelineId, stream), StreamStateRow.Read, cancellationToken)).SingleOrDefault();

    public async Task<CursorMark?> ReachedAsync(string runId, CancellationToken cancellationToken) => StreamStateRow.Farthest(await database.QueryAsync(
        new($"{StreamStateRow.Marks} AND s.run_created_at = (SELECT created_at FROM run_keys WHERE run_id = @run)", ("@run", runId)), StreamStateRow.ReadMark, cancellationToken));

    public Task<bool> AdvanceAsync(string pipelineId, string stream, StreamAdvance advance, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            await LockAsync(session, pipelineId, cancellationToken);
            // Shared, so that the run is neither finished nor taken over in between.
            var epochs = await session.QueryAsync(
                new(
                    $"""
                    SELECT r.epoch FROM run_keys k JOIN runs r ON r.created_at = k.created_at AND r.id = k.run_id
                    WHERE k.run_id = @run AND r.{RunRow.Unfinished} FOR SHARE OF r
                    """,
                    ("@run", advance.RunId)),
                row => row.GetInt32(0),
                cancellationToken);
            var settled = await session.QueryAsync(
                new(StreamStateRow.Settled, ("@pipeline", pipelineId), ("@stream", stream), ("@run", advance.RunId), ("@base", advance.BaseVersion)), row => row.GetInt64(0), cancellationToken);
            if (epochs is not [var epoch] || epoch != advance.Epoch || settled is not [0])
                return false;
            var state = (await session.QueryAsync(Find(pipelineId, stream), StreamStateRow.Read, cancellationToken)).SingleOrDefault() ?? new StreamState(pipelineId, stream);
            await session.ExecuteAsync([.. Write(advance.ApplyTo(state, time.GetUtcNow()))], cancellationToken);
            return true;
        },
        cancellationToken);

    public Task SetAsync(IReadOnlyList<StreamState> states, int? expectedVersion, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var pipelineId = states[0].PipelineId;
            await LockAsync(session, pipelineId, cancellationToken);
            var stored = await session.QueryAsync(new(StreamStateRow.List, ("@pipeline", pipelineId)), StreamStateRow.Read, cancellationToken);
            await session.ExecuteAsync([.. StreamStateRow.Changed(stored, states, expectedVersion, time.GetUtcNow()).SelectMany(Write)], cancellationToken);
            return true;
        },
        cancellationToken);

    public async Task<IReadOnlyList<StreamState>> HistoryAsync(string pipelineId, int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync(new(StreamStateRow.History, ("@pipeline", pipelineId), ("@limit", limit)), StreamStateRow.Read, cancellationToken);

    private static Statement Find(string pipelineId, string stream) =>
        new("SELECT state FROM stream_states WHERE pipeline_id = @pipeline AND stream = @stream", ("@pipeline", pipelineId), ("@stream", stream));

    private static Task<List<bool>> LockAsync(PostgreSqlSession session, string pipelineId, CancellationToken cancellationToken) =>
        session.QueryAsync(new("SELECT pg_advisory_xact_lock(hashtextextended('stream states of ' || @pipeline, 0))", ("@pipeline", pipelineId)), _ => true, cancellationToken);

    private static IEnumerable<Statement> Write(StreamState state)
    {
        var parameters = StreamStateRow.Parameters(state);
        yield return new(
            """
            INSERT INTO stream_states (pipeline_id, stream, version, state) VALUES (@pipeline, @stream, @version, @state::json)
            ON CONFLICT (pipeline_id, stream) DO UPDATE SET version = excluded.version, state = excluded.state
            """,
            parameters);
        yield return new("INSERT INTO stream_state_changes (pipeline_id, stream, version, run_id, state) VALUES (@pipeline, @stream, @version, @run, @state::json)", parameters);
        yield return new(StreamStateRow.Forget, parameters);
    }
}
