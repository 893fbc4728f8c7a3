using DataAggregator.Core.Runs.Logs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The logs of runs, for all hosts.</summary>
internal sealed class PostgreSqlRunLogStore(PostgreSqlDatabase database, TimeProvider time) : IRunLogStore
{
    public async Task AppendAsync(string runId, IReadOnlyList<RunLogLine> lines, CancellationToken cancellationToken)
    {
        if (lines.Count == 0)
            return;
        await database.WriteAsync(
            async session =>
            {
                // One writer a run at a time, so that whoever follows the log by number misses no line.
                await session.ExecuteAsync([new("SELECT pg_advisory_xact_lock(hashtextextended('log ' || @run, 0))", ("@run", runId))], cancellationToken);
                var last = await session.QueryAsync(
                    new(
                        "SELECT coalesce(max(l.sequence), 0)::bigint FROM run_keys k LEFT JOIN run_logs l ON l.run_created_at = k.created_at AND l.run_id = k.run_id WHERE k.run_id = @run",
                        ("@run", runId)),
                    row => row.GetInt64(0),
                    cancellationToken);
                var kept = RunLogRow.Numbered(lines, last[0], time.GetUtcNow());
                if (kept.Count > 0)
                    await session.ExecuteAsync([Insert(runId, kept), new("SELECT pg_notify(@channel, @run)", ("@channel", PostgreSqlRunListener.Channel), ("@run", runId))], cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public async Task<Page<RunLogLine>> ListAsync(string runId, RunLogQuery query, CancellationToken cancellationToken) => RunLogRow.Page(
        await database.QueryAsync(
            new(
                $"""
                SELECT {RunLogRow.Columns} FROM run_keys k JOIN run_logs l ON l.run_created_at = k.created_at AND l.run_id = k.run_id
                WHERE k.run_id = @run AND {RunLogRow.Conditions(query, "ILIKE")}
                """,
                RunLogRow.Parameters(runId, query)),
            row => RunLogRow.Read(row, PostgreSqlInstant.Read),
            cancellationToken),
        query);

    private static Statement Insert(string runId, IReadOnlyList<RunLogLine> lines) => new(
        """
        INSERT INTO run_logs (run_created_at, run_id, sequence, at, level, step, partition, event, message, template, fields)
        SELECT k.created_at, k.run_id, l.sequence, l.at, l.level, nullif(l.step, ''), nullif(l.partition, -1), l.event, l.message, l.template, l.fields::json
        FROM run_keys k, unnest(@sequences, @times, @levels, @steps, @partitions, @events, @messages, @templates, @fields)
            AS l(sequence, at, level, step, partition, event, message, template, fields) WHERE k.run_id = @run
        """,
        ("@run", runId),
        ("@sequences", lines.Select(line => line.Sequence).ToArray()),
        ("@times", lines.Select(line => line.At.ToUniversalTime()).ToArray()),
        ("@levels", lines.Select(line => (int)line.Level).ToArray()),
        ("@steps", lines.Select(line => line.Step ?? "").ToArray()),
        ("@partitions", lines.Select(line => line.Partition ?? -1).ToArray()),
        ("@events", lines.Select(line => line.Event).ToArray()),
        ("@messages", lines.Select(line => line.Message).ToArray()),
        ("@templates", lines.Select(line => line.Template).ToArray()),
        ("@fields", lines.Select(line => line.Fields.GetRawText()).ToArray()));
}
