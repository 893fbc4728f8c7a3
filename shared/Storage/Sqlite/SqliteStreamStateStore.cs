using DataAggregator.Core.Incremental;

namespace DataAggregator.Storage.Sqlite;

/// <summary>The states of <c>run FILE</c>'s streams.</summary>
internal sealed class SqliteStreamStateStore(SqliteDatabase database, TimeProvider time) : IStreamStateStore
{
    public Task<IReadOnlyList<StreamState>> ListAsync(string pipelineId, CancellationToken cancellationToken) =>
        database.UseAsync<IReadOnlyList<StreamState>>(db => List(db, pipelineId), cancellationToken);

    public Task<StreamState?> FindAsync(string pipelineId, string stream, CancellationToken cancellationToken) =>
        database.UseAsync(db => Find(db, pipelineId, stream), cancellationToken);

    public Task<CursorMark?> ReachedAsync(string runId, CancellationToken cancellationToken) =>
        database.UseAsync(db => StreamStateRow.Farthest(db.Query(StreamStateRow.Marks, StreamStateRow.ReadMark, ("@run", runId))), cancellationToken);

    public Task<bool> AdvanceAsync(string pipelineId, string stream, StreamAdvance advance, CancellationToken cancellationToken) => database.WriteAsync(
        db =>
        {
            var isAtWork = db.Query($"SELECT epoch FROM runs WHERE id = @run AND {RunRow.Unfinished}", row => row.GetInt32(0), ("@run", advance.RunId)) is [var epoch] && epoch == advance.Epoch;
            var settled = db.Query(
                StreamStateRow.Settled,
                row => row.GetInt64(0),
                ("@pipeline", pipelineId),
                ("@stream", stream),
                ("@run", advance.RunId),
                ("@base", advance.BaseVersion));
            if (!isAtWork || settled is not [0])
                return false;
            Write(db, advance.ApplyTo(Find(db, pipelineId, stream) ?? new StreamState(pipelineId, stream), time.GetUtcNow()));
            return true;
        },
        cancellationToken);

    public Task SetAsync(IReadOnlyList<StreamState> states, int? expectedVersion, CancellationToken cancellationToken) => database.WriteAsync(
        db =>
        {
            foreach (var state in StreamStateRow.Changed(List(db, states[0].PipelineId), states, expectedVersion, time.GetUtcNow()))
                Write(db, state);
            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<StreamState>> HistoryAsync(string pipelineId, int limit, CancellationToken cancellationToken) =>
        database.UseAsync<IReadOnlyList<StreamState>>(db => db.Query(StreamStateRow.History, StreamStateRow.Read, ("@pipeline", pipelineId), ("@limit", limit)), cancellationToken);

    private static List<StreamState> List(SqliteDatabase db, string pipelineId) => db.Query(StreamStateRow.List, StreamStateRow.Read, ("@pipeline", pipelineId));

    private static StreamState? Find(SqliteDatabase db, string pipelineId, string stream) => db.Query(
        "SELECT state FROM stream_states WHERE pipeline_id = @pipeline AND stream = @stream", StreamStateRow.Read, ("@pipeline", pipelineId), ("@stream", stream)).SingleOrDefault();

    private static void Write(SqliteDatabase db, StreamState state)
    {
        var parameters = StreamStateRow.Parameters(state);
        db.Execute("INSERT INTO stream_states (pipeline_id, stream, version, state) VALUES (@pipeline, @stream, @version, @state) ON CONFLICT DO UPDATE SET version = @version, state = @state", parameters);
        db.Execute("INSERT INTO stream_state_changes (pipeline_id, stream, version, run_id, state) VALUES (@pipeline, @stream, @version, @run, @state)", parameters);
        db.Execute(StreamStateRow.Forget, parameters);
    }
}
