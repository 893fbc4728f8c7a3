using System.Text.Json;
using DataAggregator.Core.Runs;

namespace DataAggregator.Storage.Sqlite;

/// <summary>What dry runs of <c>run FILE</c> found out.</summary>
internal sealed class SqliteWritePlanStore(SqliteDatabase database) : IWritePlanStore
{
    public Task SaveAsync(string runId, IReadOnlyList<DestinationPlan> plans, CancellationToken cancellationToken) => database.WriteAsync(
        db => db.Execute(
            "INSERT INTO run_write_plans (run_id, plans) VALUES (@run, @plans) ON CONFLICT (run_id) DO UPDATE SET plans = excluded.plans",
            ("@run", runId),
            ("@plans", StoredJson.Write(plans))),
        cancellationToken);

    public Task<IReadOnlyList<DestinationPlan>?> FindAsync(string runId, CancellationToken cancellationToken) => database.UseAsync<IReadOnlyList<DestinationPlan>?>(
        db => db.Query("SELECT plans FROM run_write_plans WHERE run_id = @run", row => StoredJson.Read<DestinationPlan[]>(row.GetString(0)), ("@run", runId)).SingleOrDefault(),
        cancellationToken);

    public Task SaveSampleAsync(string runId, int partition, IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken) => database.WriteAsync(
        db =>
        {
            db.Execute("DELETE FROM run_samples WHERE run_id = @run AND partition = @partition", ("@run", runId), ("@partition", partition));
            for (var number = 0; number < records.Count; number++)
            {
                db.Execute(
                    "INSERT INTO run_samples (run_id, partition, number, record) VALUES (@run, @partition, @number, @record)",
                    ("@run", runId),
                    ("@partition", partition),
                    ("@number", number),
                    ("@record", records[number].ToArray()));
            }

            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<JsonElement>> SampleAsync(string runId, int limit, CancellationToken cancellationToken) => database.UseAsync<IReadOnlyList<JsonElement>>(
        db => db.Query(
            "SELECT record FROM run_samples WHERE run_id = @run ORDER BY partition, number LIMIT @limit",
            row => JsonElement.Parse(row.GetFieldValue<byte[]>(0)),
            ("@run", runId),
            ("@limit", limit)),
        cancellationToken);
}
