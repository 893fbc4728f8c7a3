using DataAggregator.Core.Runs.Logs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage.Sqlite;

/// <summary>The logs of runs, for <c>run FILE</c>.</summary>
internal sealed class SqliteRunLogStore(SqliteDatabase database, TimeProvider time) : IRunLogStore
{
    public Task AppendAsync(string runId, IReadOnlyList<RunLogLine> lines, CancellationToken cancellationToken) => database.WriteAsync(
        db =>
        {
            var last = db.Query("SELECT coalesce(max(sequence), 0) FROM run_logs WHERE run_id = @run", row => row.GetInt64(0), ("@run", runId))[0];
            foreach (var line in RunLogRow.Numbered(lines, last, time.GetUtcNow()))
                Insert(db, runId, line);
            return true;
        },
        cancellationToken);

    public Task<Page<RunLogLine>> ListAsync(string runId, RunLogQuery query, CancellationToken cancellationToken) => database.UseAsync(
        db => RunLogRow.Page(
            db.Query(
                $"SELECT {RunLogRow.Columns} FROM run_logs l WHERE l.run_id = @run AND {RunLogRow.Conditions(query, "LIKE")}",
                row => RunLogRow.Read(row, SqliteInstant.Read),
                RunLogRow.Parameters(runId, query)),
            query),
        cancellationToken);

    private static int Insert(SqliteDatabase db, string runId, RunLogLine line) => db.Execute(
        """
        INSERT INTO run_logs (run_id, sequence, at, level, step, partition, event, message, template, fields)
        VALUES (@run, @sequence, @at, @level, @step, @partition, @event, @message, @template, @fields)
        """,
        ("@run", runId),
        ("@sequence", line.Sequence),
        ("@at", SqliteInstant.Of(line.At)),
        ("@level", (int)line.Level),
        ("@step", line.Step),
        ("@partition", line.Partition),
        ("@event", line.Event),
        ("@message", line.Message),
        ("@template", line.Template),
        ("@fields", line.Fields.GetRawText()));
}
